// Japanese for the few words and dates that the chart library says by itself.
// Written here: the library's own locale file comes only with its whole source package (165 MB, 229 packages).
Plotly.register({
  moduleType: "locale",
  name: "ja",
  dictionary: {
    "Autoscale": "表示範囲を自動で合わせる",
    "Download plot": "図を画像で保存",
    "Download plot as a PNG": "図を画像（PNG）で保存",
    "Double-click to zoom back out": "ダブルクリックで元の大きさに戻ります",
    "Double-click on legend to isolate one trace": "凡例のダブルクリックで一つだけを表示します",
    "Pan": "表示位置を動かす",
    "Reset axes": "表示範囲を元に戻す",
    "Zoom": "範囲を選んで拡大",
    "Zoom in": "拡大",
    "Zoom out": "縮小",
  },
  format: {
    days: ["日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"],
    shortDays: ["日", "月", "火", "水", "木", "金", "土"],
    months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y年%-m月%-d日",
  },
});
