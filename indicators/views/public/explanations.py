"""The pages that explain the site: name of the address, title, and what a reader finds there."""

EXPLANATIONS = (
    (
        "how_to_read",
        "このサイトの見かた",
        "判定のマーク、ものさし、グラフと表、年度の切替、過去の日の内容の見かた。",
    ),
    ("glossary", "用語と計算", "判定のことば、目安と進捗の計算のしかた、計算の例、むずかしいことばの説明。"),
    ("open_data", "オープンデータ", "指標の目標、実績、判定のファイル（CSV、JSON）と、利用の条件。"),
    ("corrections", "訂正の一覧", "公表したあとに訂正、改定、取下げをした値と、その理由。"),
    ("about", "このサイトについて", "値ができるまで、訂正のしかた、データの利用、問い合わせ先。"),
    (
        "accessibility",
        "アクセシビリティ",
        "だれもが使えるようにしていること、確かめたこと、まだ確かめていないこと。",
    ),
    ("site_map", "サイトマップ", "このサイトのすべてのページ。"),
)
