"""Spellings that a reader takes for the same word: forms of kanji, how much stands in kana, how a number is written.

static/js/search.js is given both tables (the export's index), so every pattern must mean the same to Python's re and to a
browser's RegExp with the flag u.
"""

from unicodedata import normalize

from indicators.views.public.language.numerals import NUMBERS

# Old forms, forms of names, and the new ones of the same kanji.
_FORMS = (
    "亞亜 惡悪 壓圧 圍囲 爲為 醫医 壹壱 稻稲 飮飲 隱隠 營営 榮栄 衞衛 驛駅 悅悦 圓円 緣縁 艷艶 鹽塩 奧奥 應応 橫横 歐欧 毆殴 黃黄 溫温 穩穏 "
    "假仮 價価 畫画 會会 壞壊 懷懐 繪絵 槪概 擴拡 殼殻 覺覚 學学 嶽岳 樂楽 渴渇 罐缶 卷巻 陷陥 勸勧 寬寛 關関 歡歓 觀観 氣気 歸帰 龜亀 戲戯 犧犠 "
    "舊旧 據拠 擧挙 虛虚 峽峡 挾挟 敎教 鄕郷 堯尭 曉暁 區区 驅駆 勳勲 徑径 惠恵 揭掲 溪渓 經経 繼継 莖茎 螢蛍 輕軽 鷄鶏 藝芸 擊撃 缺欠 儉倹 劍剣 圈圏 "
    "檢検 權権 獻献 硏研 縣県 險険 顯顕 驗験 嚴厳 恆恒 效効 廣広 鑛鉱 號号 國国 黑黒 濟済 碎砕 齋斎 劑剤 櫻桜 冊册 殺殺 雜雑 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 "
    "絲糸 齒歯 兒児 辭辞 濕湿 實実 舍舎 寫写 釋釈 壽寿 收収 從従 澁渋 獸獣 縱縦 肅粛 處処 緖緒 敍叙 將将 燒焼 獎奨 證証 乘乗 剩剰 壤壌 孃嬢 條条 淨浄 狀状 疊畳 "
    "穰穣 讓譲 釀醸 囑嘱 觸触 寢寝 愼慎 眞真 晉晋 盡尽 圖図 粹粋 醉酔 隨随 髓髄 數数 樞枢 聲声 靜静 齊斎 斉斎 附付 攝摂 竊窃 節節 專専 戰戦 淺浅 潛潜 纖繊 踐践 錢銭 禪禅 "
    "雙双 壯壮 搜捜 插挿 爭争 總総 聰聡 莊荘 裝装 騷騒 增増 臟臓 藏蔵 屬属 續続 墮堕 體体 對対 帶帯 滯滞 臺台 瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 "
    "遲遅 晝昼 蟲虫 鑄鋳 廳庁 徵徴 聽聴 鎭鎮 遞逓 鐵鉄 轉転 點点 傳伝 黨党 盜盗 燈灯 當当 鬪闘 德徳 獨独 讀読 屆届 內内 貳弐 惱悩 腦脳 霸覇 廢廃 拜拝 賣売 麥麦 發発 "
    "髮髪 拔抜 蠻蛮 祕秘 濱浜 濵浜 甁瓶 拂払 佛仏 竝並 變変 邊辺 邉辺 辨弁 瓣弁 辯弁 舖舗 步歩 豐豊 襃褒 沒没 每毎 萬万 滿満 麵麺 默黙 彌弥 譯訳 藥薬 與与 豫予 餘余 譽誉 "
    "搖揺 樣様 謠謡 來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 壘塁 勵励 禮礼 隸隷 靈霊 齡齢 曆暦 歷歴 戀恋 爐炉 勞労 樓楼 錄録 灣湾 逹達 嶋島 嶌島 髙高 﨑崎 寶宝 "
    "剝剥 塡填 頰頬 噓嘘 蟬蝉 嚙噛 搔掻 瘦痩 繫繋 蠟蝋 鷗鴎 瀆涜 麴麹 賤賎 籠篭 檜桧 埜野 舘館 桒桑 曾曽 槇槙 遙遥 溝溝 說説 稅税 銳鋭 閱閲 飜翻 淚涙 戾戻 产産 產産 "
    "靑青 淸清 晚晩 查査 踊踊 凉涼 况況 减減 决決 盖蓋 𠮷吉 𠮟叱 卽即 旣既 鄰隣 峯峰 嵜崎 冨富 凛凜 涌湧 穗穂 祿禄 絕絶 册冊 扣控 强強 彥彦 顏顔 卻却"
)
# Left out of a text as a whole: which form of a letter is to be drawn, and signs of no width.
_UNSEEN = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE0120), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD]
# One sign for what a reader takes for the same one, or none; applied to single signs after NFKD.
SAME = {
    **{pair[0]: pair[1] for pair in _FORMS.split() if pair[0] != pair[1]},
    **dict.fromkeys("‐‑‒–—―−ー", "-"),
    **{"〜": "~", "ヶ": "ケ", "ヵ": "カ", "ゖ": "け", "ゕ": "か"},
    **{chr(code): "" for code in _UNSEEN},
}

_KANJI = "[一-鿿々〆\U00020000-\U0003ffff]"
_MARK = "\u3099"  # of が, which is か and this after NFKD
# How the stem of a verb ends that is part of a compound: 取り組み, 問い合わせ, 引き継ぎ, 建て替え.
_STEM = f"(?:[あかさたなはまらわ]{_MARK}?)?[いきしちひみりえけせてめれ]{_MARK}?"
# One word in several spellings, as folded: the first stands for the others.
_WORDS = """
子供 子ども こども
障害 障がい 障碍
街づくり まちづくり 町づくり 街作り まち作り 町作り 街造り まち造り
ものづくり 物づくり 物作り もの作り
1人 一人 ひとり 独り
2人 二人 ふたり
1つ 一つ ひとつ
2つ 二つ ふたつ
友達 友だち
私達 私たち
様々 さまざま
色々 いろいろ
全て すべて
出来 でき
下さい ください
頂 いただ
及び および
又は または
年齢 年令
高齢 高令
在り方 あり方 ありかた
取組 とりくみ
問合 といあわせ
申込 もうしこみ
手続 てつづき
引継 ひきつぎ
受付 うけつけ
支払 しはらい
締切 〆切 しめきり
でじたる でぃじたる
いんたふぇ-す いんた-ふぇ-す
すま-とふぉん すま-とほん
"""
# A verb's kana before which the second part of a compound follows: 取り|くみ, 呼び|かけ.
_JOINT = "[いきしちにひみりえけせてへめれ]"
_JOINED = f"(?:(?<={_KANJI}{_JOINT})|(?<={_KANJI}{_JOINT}{_MARK}))"
_ANYWHERE = f"(?:(?<={_KANJI})|{_JOINED})"
# Second parts in kana, with what has to follow, and their kanji: 取りくみ is 取り組み, 見なおし is 見直し.
_SECOND = (
    (_JOINED, "く(?=[みむん])", "組"),
    (_JOINED, f"あ(?=[いうえっわ](?!{_MARK}))", "合"),
    (_JOINED, f"あ(?=[かけ]{_MARK})", "上"),
    (_JOINED, f"さ(?=[かけ]{_MARK})", "下"),
    (_JOINED, "こ(?=[みむん])", "込"),
    (_JOINED, f"か(?=[えわ](?!{_MARK}))", "替"),
    (_JOINED, "換", "替"),
    (_JOINED, f"た{_MARK}(?=[さしすせ](?!{_MARK}))", "出"),
    (_JOINED, "い(?=れ)", "入"),
    (_JOINED, "と(?=[りるれ])", "取"),
    (_JOINED, f"かた(?![りるちめ{_MARK}])", "方"),
    (_JOINED, "もの", "物"),
    (_JOINED, f"つ(?=[きく]{_MARK})", "継"),
    (_ANYWHERE, f"つつ{_MARK}(?=[きくけ])", "続"),
    (_ANYWHERE, f"つ{_MARK}?(?=[きくけ](?![りる{_MARK}]))", "付"),
    (_ANYWHERE, f"か{_MARK}?(?=け(?!{_MARK}))", "掛"),
    (_ANYWHERE, f"わ(?=け(?!{_MARK}))", "分"),
    (_ANYWHERE, "なお(?=[さしすせ])", "直"),
)
# First parts in kana, their kanji, and the second parts before which they are meant: とり組み is 取り組み.
_FIRST = """
とり 取 組扱入上下消決替戻壊付
ひき 引 継渡上下出取受続
うけ 受 付入取継渡持
もうし 申 込出入上
とい 問 合
くみ 組 合立替
うち 打 合
はなし 話 合
ささえ 支 合
ふり 振 替込返分
たち 立 上
よび 呼 掛出
"""
_SMALL, _LARGE = "ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ"
# お問い合わせ is 問い合わせ, ご意見 and 御意見 are 意見; not お金, いちご狩り, ご当地.
_HONORIFIC = (
    f"(?:^|(?<=[のをへにや])|(?<=[^ぁ-ゖ{_MARK}\u309a]))(?<!{_KANJI})"
    f"(?:(?:お|こ{_MARK})(?={_KANJI}(?:{_KANJI}|[ぁ-ゖ]))|御(?={_KANJI}{{2}}))(?!当地)"
)
# In this order, over folded text (hiragana, voiced marks by themselves): a pattern, and what stands for it.
RULES = [
    # 3ヶ月, 3ケ月, 3箇月 are 3か月.
    ("[け箇個](?=[月所条国年])", "か"),
    *(
        (normalize("NFKD", other), normalize("NFKD", line.split()[0]))
        for line in _WORDS.split("\n")
        for other in line.split()[1:]
    ),
    # 人作り is 人づくり.
    (f"(?<={_KANJI})[作造創]り", f"つ{_MARK}くり"),
    *NUMBERS,
    *(
        (f"{normalize('NFKD', kana)}(?=[{after}])", kanji)
        for kana, kanji, after in map(str.split, _FIRST.strip().split("\n"))
    ),
    *((f"{place}{kana}", kanji) for place, kana, kanji in _SECOND),
    (_HONORIFIC, ""),
    # 取り組み and 取組み are 取組; 袖ケ浦 and 袖が浦 are the same place.
    (f"(?<={_KANJI})(?:{_STEM}|っ|か{_MARK})(?={_KANJI})", ""),
    (f"(?<={_KANJI}{_KANJI}){_STEM}(?!{_MARK})", ""),
    # 暮し is 暮らし, 行なう is 行う, 起す is 起こす, 集る is 集まる.
    (f"(?<={_KANJI})[らわなたかこと](?=[いうえけしすせりるれ])", ""),
    (f"(?<={_KANJI})[さまも](?=[えりるれ])", ""),
    # サーバー is サーバ; シティ・プロモーション is シティプロモーション.
    (f"(?<=[ぁ-ゖ{_MARK}\u309a])-+(?![ぁ-ゖ-])", ""),
    (f"(?<=[ぁ-ゖ{_MARK}\u309a-])・(?=[ぁ-ゖ])", ""),
    # ヴァイオリン is バイオリン, キャノン is キヤノン.
    *((f"う{_MARK}{small}", f"{other}{_MARK}") for small, other in ("ぁは", "ぃひ", "ぇへ", "ぉほ")),
    (f"う{_MARK}", f"ふ{_MARK}"),
    *zip(_SMALL, _LARGE, strict=True),
]
