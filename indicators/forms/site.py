"""What the office types of its site: names, whom to ask, licence, colours, logo."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import ON_RECORD, LineField, PublicLinkField, ReasonField
from indicators.forms.refusable import RefusableForm
from indicators.social_images.logo import read_logo
from indicators.wording.questions import MARKS
from measures.city import code_refusal
from measures.colours import read_colour
from measures.models import Department, SiteSettings
from measures.models.site_settings import CONTENT, SecondFactor

# Licences that others know by their name: symbol, name, address.
LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.ja"),
    "CC0-1.0": ("CC0 1.0（権利放棄）", "https://creativecommons.org/publicdomain/zero/1.0/deed.ja"),
    "PDL-1.0": (
        "公共データ利用規約（第1.0版）",
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    ),
}
FORM_HINT = "フォームが受け取れるときは、アドレスに{code}・{year}・{url}と書くと、たずねる指標・年度・ページが入ります。"
_PHONE = r"[0-9+][0-9()\-]{3,28}"


class PhoneField(LineField):
    def to_python(self, value: Any) -> str:
        text = super().to_python(value).translate(_NARROW)
        if text and not re.fullmatch(_PHONE, text.replace(" ", "")):
            raise ValidationError("電話番号は、012-345-6789 のように数字とハイフンで入力してください。")
        return text


_NARROW = str.maketrans("０１２３４５６７８９－ー‐−–（）＋", "0123456789-----()+")


class FormAddressField(PublicLinkField):
    """The address of a form, which may take what is asked about: {code}, {year}, {url}, and nothing else in braces."""

    def to_python(self, value: Any) -> str:
        address = super().to_python(value)
        host = re.split("[/?#]", address.partition("://")[2], maxsplit=1)[0]
        if "{" in host or "}" in host:
            raise ValidationError(
                "サイトの名前（「https://」から次の「/」まで）に、{code}などは使えません。「?subject={code}」のように、後ろに書いてください。"
            )
        if odd := re.search(r"\{[^{}]*\}?|\}", re.sub("|".join(map(re.escape, MARKS)), "", address)):
            raise ValidationError(f"「{odd[0][:20]}」は使えません。使えるのは、{'・'.join(MARKS)}だけです。")
        return address


def _mail(**more: Any) -> forms.EmailField:
    messages = {"invalid": "メールアドレスを確かめてください。"}
    return forms.EmailField(label="メール", required=False, max_length=254, error_messages=messages, **more)


class CodeField(LineField):
    def to_python(self, value: Any) -> str:
        code = super().to_python(value).translate(_NARROW)
        if code and (refusal := code_refusal(code)):
            raise ValidationError(refusal)
        return code


class ColourField(LineField):
    """A colour that everybody can read, or nothing for the usual one."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return read_colour(typed) if typed else ""
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None


class SiteForm(RefusableForm):
    """Every part of the settings at once; `version`: of what the page showed."""

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    city = LineField(
        label="市の名称", max_length=50, help_text="例：○○市。ページ、ファイル、引用の文に出ます。"
    )
    city_code = CodeField(
        label="全国地方公共団体コード",
        required=False,
        max_length=6,
        help_text="検査数字を含む6桁。ファイルとカタログに出て、ほかの市のデータとつながります。",
    )
    contact = LineField(label="問い合わせ先の課", required=False, max_length=100)
    contact_phone = PhoneField(label="電話番号", required=False, max_length=30)
    contact_mail = _mail()
    contact_url = FormAddressField(
        label="問い合わせのページ（フォーム）", max_length=200, help_text=FORM_HINT
    )
    licence = forms.ChoiceField(
        label="オープンデータの利用の条件",
        required=False,
        choices=[],
        help_text="すべてのファイルとAPIに書かれます。",
    )
    brand_colour = ColourField(
        label="見出しの色",
        required=False,
        max_length=7,
        help_text="例：#00118f。空のときは標準の色（紺）です。",
    )
    link_colour = ColourField(
        label="リンクとボタンの色",
        required=False,
        max_length=7,
        help_text="例：#0017c1。空のときは標準の色（青）です。",
    )
    logo_file = forms.FileField(
        label="ロゴ",
        required=False,
        help_text="PNGかJPEG、2MBまで。縦96・横480画素までに縮めて、描き直したものを使います。",
    )
    no_logo = forms.BooleanField(label="ロゴを使わない", required=False)
    logo_words = LineField(
        label="ロゴの代わりの文",
        required=False,
        max_length=100,
        help_text="画像が見えない人に読み上げます。空のときは市の名称です。",
    )
    second_factor = forms.ChoiceField(
        label="二段階認証",
        required=False,
        choices=SecondFactor.choices,
        help_text="パスワードのあとに、スマートフォンのアプリの確認コードも求めます。求められた人は、次にログインするときに登録します。",
    )
    reason = ReasonField(ON_RECORD)

    def __init__(self, *args: Any, stands: SiteSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        kept = [("", "サーバーの設定のとおり")]
        if stands.licence_key and stands.licence_key not in LICENCES:
            kept.append((stands.licence_key, stands.licence_name))
        self.offer("licence", [*kept, *((key, name) for key, (name, _) in LICENCES.items())])

    @classmethod
    def of(cls, stands: SiteSettings) -> dict[str, Any]:
        found = {name: getattr(stands, name) for name in CONTENT if name not in ("logo", "licence_key")}
        return found | {"licence": stands.licence_key, "version": stands.at_version}

    def clean_logo_file(self) -> bytes:
        """The picture as it will be shown; b"" where none was chosen."""
        given = self.cleaned_data["logo_file"]
        if not given:
            return b""
        try:
            return read_logo(given.name, given.file)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def said(self) -> Mapping[str, Any]:
        """The columns; after is_valid()."""
        data = self.cleaned_data
        said = {name: data[name] for name in CONTENT if name in data}
        key = data["licence"]
        if key != self.stands.licence_key:
            name, url = LICENCES.get(key, ("", ""))
            said |= {"licence_key": key, "licence_name": name, "licence_url": url}
        if data["no_logo"]:
            return {**said, "logo": b"", "logo_words": ""}
        return {**said, "logo": data["logo_file"]} if data["logo_file"] else said


class DepartmentContactForm(RefusableForm):
    """How one department is reached; several of them stand on a page."""

    phone = PhoneField(label="電話番号", required=False, max_length=30)
    mail = _mail()
    form_url = FormAddressField(label="問い合わせのページ", max_length=200)

    @classmethod
    def of(cls, department: Department) -> dict[str, str]:
        return {name: getattr(department, name) for name in cls.base_fields}
