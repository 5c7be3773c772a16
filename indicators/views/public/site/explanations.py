"""The pages that explain the site: name of the address, title, and what a reader finds there."""

from indicators.views.public.site.addresses import SERVER_ONLY
from measures.levels import in_levels

EXPLANATIONS = (
    (
        "how_to_read",
        "このサイトの見かた",
        "判定のマーク、ものさし、グラフと表、年度の切替、過去の日の内容の見かた。",
    ),
    ("glossary", "用語と計算", "判定のことば、目安と進捗の計算のしかた、計算の例、むずかしいことばの説明。"),
    ("open_data", "オープンデータ", "指標の目標、実績、判定のファイル（CSV、JSON）と、利用の条件。"),
    ("dictionary", "オープンデータの項目の説明", "列の名前、意味、型、単位、空のときの意味。"),
    ("api_guide", "API", "施策、指標、目標、公表した値と判定を、絞り込んで取り出す方法。"),
    ("publications", "更新と訂正：公表", "いつ、どの値を公表したか。新しいものから並べています。"),
    (
        "corrections",
        "更新と訂正：訂正・改定",
        "公表したあとに変えた値、目標、現状値など、すべての変更とその理由。",
    ),
    (
        "changes",
        "更新と訂正：期間を決めて比べる",
        "二つの日をくらべて、公表した値、目標、判定がどう変わったか。",
    ),
    ("about", "このサイトについて", "値が公表されるまで、訂正のしかた、データの利用、問い合わせ先。"),
    (
        "accessibility",
        "アクセシビリティ",
        "だれもが使えるようにしていること、確かめたこと、まだ確かめていないこと。",
    ),
    ("site_map", "サイトマップ", "このサイトのすべてのページ。"),
)


def explanations(*, with_server: bool = True) -> list[tuple[str, str, str]]:
    """All of them, or those that a copy on a host without a server has."""
    return [
        (name, title, in_levels(about))
        for name, title, about in EXPLANATIONS
        if with_server or name not in SERVER_ONLY
    ]
