"""A made-up town's plan in the shape of the real text layer, for everyone who does not hold the city's text.

Its traps are the real ones: wrapped lines, a bullet without a blank line before it, bullets before their
heading, initiatives out of order, a contribution on the line of a label, broken characters, a 備考 in the
paragraph of its target and one in the next, and a page 47 whose columns come in another order.
"""

SAMPLE_PLAN_TEXT = """ オーガニックなまちづくりに向けた取組

（件）

1,204

構想の実現に向けて − 基本政策09 猫の手の貸し出し

DX
の視点

GX
の視点

猫と人がともに昼寝できる町をめざし、縁側の
日当たりを3割広げます。

●\t町内の縁側は、平成10年（1998年）から
減り続けています。

●\t猫の集会は月２回開かれています。
●\t昼寝の場所を増やす必要があります。

●\t縁側に座布団を120枚置きます。

・\t座布団の在庫のデジタル
管理

・\t干し草の再利用

【縁側の数】

出所：猫の町　昼寝課資料

昼寝の推進施策 31

課題解決に向けた方向性

現 状

課 題

目標 ▶▶

自立 ・\t日なたの場所をお知らせする Cat
Newsを配ります。

・\t猫を起こさないよう心がけます。

▶▶\t縁側の床板を毎年５枚ずつ張り替えます。

31-2｜縁側の修理\t 【大工室】

▶▶\t座布団の干し方について、様 な々講座を
開きます。
▶▶\t窓口サ―ビスに座布団を置きます。

31-1｜座布団の充実　\t 【昼寝課・大工室】

なし
関連する個別計画

主な取組

現状値指標 目標（令和８年度） 備考

縁側の数 80か所
（令和３年度）

95か所
年間５か所の新設を
めざす。

市の取組
 オーガニックなまちづくりに向けた取組
 構想の実現に向けて − 基本政策09 猫の手の貸し出し

DX
の視点

GX
の視点

隣町の猫とも仲よくします。

●\t隣町と鈴の規格が違います。

●\t鈴の規格を隣町と合わせます。

【鈴の数】

出所：鈴の調べ

広域の昼寝施策 47

課題解決に向けた方向性

現 状

●\t規格の違いを町民に知らせる必要があります。

課 題

目標 ▶▶

・隣町と年１回の会議を開きます。
・\t鈴をなくしたら届け出ます。

鈴の見直し（累計）

２件
（平成27 ～
令和４年度）

２件
（令和５～８年度）

４年間で２件を見直す。
・大きな鈴（R1）
・小さな鈴

▶▶\t鈴の交換会を開きます。

47-1｜鈴の統一\t 【昼寝課】

主な取組
"""
