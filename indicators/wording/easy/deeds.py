"""How an initiative stands, in easy sentences."""

STANDINGS = {
    "on_schedule": "予定の とおりに 進んで います。",
    "late": "予定より 遅れて います。",
    "reviewed": "やり方を 変えました。",
    "stopped": "やめました。",
    "finished": "全部 終わりました。",
    "": "市は まだ 知らせて いません。",
}
