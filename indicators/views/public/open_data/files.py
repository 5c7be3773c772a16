"""Each dataset as CSV, JSON and XLSX, and all of them as one workbook."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse

from indicators.caching.public_revision import made_once
from indicators.open_data import files
from indicators.open_data.dataset import Dataset
from indicators.open_data.datasets import DATASETS
from indicators.origin import whole_url
from indicators.views.shared.answers import public_file
from indicators.views.shared.files import day_of, file_of, json_bytes
from indicators.views.shared.plan import source_of
from measures.addresses import reverse

ALL = "open-data"


@public_file
def dataset_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    dataset = next((dataset for dataset in DATASETS if dataset.name == name), None)
    if dataset is None:
        raise Http404(name)
    if ending == "xlsx":
        return _workbook(request, [dataset], name)
    if ending == "csv":
        body = files.dataset_csv(dataset, source_of(request, wide=True))
    else:
        body = json_bytes({**day_of(request), **files.dataset_json(dataset, source_of(request, wide=True))})
    return shared(file_of(request, body, name, ending))


@public_file
def workbook(request: HttpRequest) -> HttpResponse:
    return _workbook(request, DATASETS, ALL)


def shared(answer: HttpResponse) -> HttpResponse:
    """A page of any site may read it: it is the same for everybody, and nobody's cookie is looked at."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _workbook(request: HttpRequest, datasets: Sequence[Dataset], name: str) -> HttpResponse:
    day = day_of(request)
    conditions = {
        "もとのページ": whole_url(request, reverse("public:open_data")),
        **({"時点": f"{day['as_of']}の終わりに公表していた内容"} if day else {}),
    }
    body = made_once(
        f"xlsx {name} {conditions}",
        lambda: files.dataset_xlsx(datasets, source_of(request, wide=True), conditions),
    )
    return shared(file_of(request, body, name, "xlsx"))
