# 画面そのものの言葉。場所と操作の名前、残り時間の枠。申請・付与・記録について述べる文は中核が作る。
#
# 用語集
#   request      申請
#   grant        付与する、付与（期限が来れば自動的に終わるアクセス）
#   agree        同意する（ほかの人の同意も要るとき）
#   deny         却下する
#   revoke       取り消す
#   approver     承認者
#   requester    申請者
#   tenant       テナント
#   queue        キュー
#   inbox        受信箱
#   log          記録（改ざんを検出できる決定の記録）、entry は項目
#   witness      証人、witnessed は証明済み、cosigned は連署
#   leaf, root   葉、根
#   doctor       診断
#   held         保留（決定済み、未送信）
#   keyring      キーリング
# ボタンは体言か動詞の終止形。文は「です・ます」。

## ウィンドウ

app-title = { $page } · Doorward
app-title-waiting = { $page }（{ $number }） · Doorward
page-name = { $page ->
    [inbox] 受信箱
    [grants] 有効な付与
    [log] 記録
    [insights] 分析
   *[settings] 設定
}
frame-pages = ページ
frame-queues = キュー
frame-queue = { $name }：{ $state }、受信 { $heard }
frame-queue-troubled = { frame-queue }。{ $trouble }
frame-practice = 練習：架空
frame-practice-long = 練習用キューの内容は架空のものです。
frame-shortcuts = ショートカット
frame-close = 閉じる
frame-change-keys = キーを変更
frame-find = 検索
frame-single-keys = 単独のキーは一覧と詳細で働き、入力中は働きません。
frame-notices = お知らせ
frame-next-try = { $seconds } 秒後に再試行
frame-try-now = 今すぐ試す
frame-try-again = 再試行
frame-open-log = 記録を開く
frame-unlock = キーリングを解除
frame-not-read = データを読み込めませんでした。
queue-state = { $state ->
    [fresh] 接続中
    [old] データが古くなりつつあります
   *[off] 接続できません
}
time-days = { $days } 日
time-hours = { $hours } 時間

## 場所の限られた時間表示

time-minutes = { $minutes } 分
time-hours-minutes = { $hours } 時間 { $minutes } 分
time-seconds = { $seconds } 秒

## コピー

copy-done = コピーしました
copy-failed = コピーできません

## 受信箱

inbox-list = 申請、{ $by }
inbox-by = { $sort ->
    [age] 待ち時間の長い順
    [risk] リスク順
   *[time-left] 残り時間順
}
inbox-fresh = { $count ->
   *[other] 新着 { $number } 件
}
inbox-show = 表示
inbox-outbox = { $count ->
   *[other] { $number } 件の決定が送信待ち
}
inbox-outbox-waits = { inbox-outbox }。{ $waits }
inbox-live-grants = { $count ->
   *[other] 有効な付与 { $number } 件
}
inbox-choose = 申請を選ぶとここに表示されます。
filter-name = 絞り込み
filter-hint = 絞り込み: risk:high tenant:contoso
filter-clear = 絞り込みを消す
filter-show-all = すべての申請を表示
filter-found = { $count ->
   *[other] { $number } 件の申請が見つかりました。
}
filter-suggestions = { $count ->
   *[other] 候補 { $number } 件
}
narrow-name = 並べ替え、まとめ方、絞り込み
narrow-sort = 並べ替え
narrow-group = まとめ方
narrow-group-by = { $group ->
    [tenant] テナント別
    [requester] 申請者別
    [risk] リスク別
   *[none] まとめない
}
narrow-more = { $count ->
   *[other] ほか { $number } 件
}
views-title = ビュー
views-own = 自分のビュー
views-name = ビューの名前
views-hint = この一覧を名前を付けて保存…
views-save = 保存
views-rename = 名前を変更
views-remove = 削除
views-taken = この名前のビューはすでにあります。別の名前にしてください。
bulk-name = 選択中の申請
bulk-selected = { $count ->
   *[other] { $tenant } の { $number } 件を選択中
}
bulk-none = 何も選択されていません。
bulk-other-tenant = 選択中の申請は { $tenant } のものです。選択できるのは一つのテナントの申請だけです。
bulk-cannot = この申請は選択できません。あなたが決めることはありません。
bulk-full = 一度に扱えるのは { $number } 件までです。
bulk-all = すべて選択
bulk-clear = 選択を解除
bulk-deny = 却下…
bulk-snooze = 後回し…
bulk-grant = 低リスクを付与…
bulk-held = { $count ->
   *[other] { $number } 件の決定を保留中、残り { $seconds } 秒
}
bulk-undo = すべて元に戻す
bulk-done = { $count ->
   *[other] { $number } 件の決定を保留しています。
}
bulk-undone = { $count ->
   *[other] { $number } 件の決定を元に戻しました。何も送信していません。
}
review-left-out = { $count ->
   *[other] { $number } 件は対象外です
}
review-more = { $count ->
   *[other] ほかに { $number } 件が該当しますが、一度に扱える数を超えるため含まれません。
}
review-each = それぞれ個別に署名、保留、取り消しができます。
review-reason-needed = 理由（必須、記録に残ります）
review-confirm = { $action ->
    [grant] { $number } 件を付与
    [deny-and-report] { $number } 件を却下して報告
   *[deny] { $number } 件を却下
}
snooze-title = いつまで後回しにしますか
snooze-act = 後回し
snooze-wake = 今すぐ戻す
snooze-woken = 申請を受信箱に戻しました。
snooze-minutes = { $minutes } 分後
snooze-hours = { $count ->
   *[other] { $number } 時間後
}
snooze-tomorrow = 明日: { $at }
snooze-before-end = 期限の { $minutes } 分前
snooze-foot = 内容が変わったとき、遅くとも残り時間が十分の一になったときに戻ります。
snooze-done = { $count ->
   *[other] { $number } 件の申請を後回しにしました。
}
fold-asked = { $count ->
   *[other] { $number } 件の申請、申請者:
}
fold-each = 個別に表示
fold-report = すべて却下して報告…

## 詳細

sheet-name = 申請
sheet-back = 一覧に戻る
sheet-place = { $total } 件中 { $place } 件目
sheet-left = 残り { $time }、{ $rest }
sheet-time-call = { $call ->
    [ten-minutes] 回答まであと 10 分です。
    [two-minutes] 回答まであと 2 分です。
   *[expired] 回答の時間が終わりました。
}
sheet-raw = 生の文字
sheet-as-shown = 通常表示
sheet-raw-label = 通常と異なる文字をすべてコードで表した文面
sheet-on-behalf = 誰の代理か
sheet-kind = { $kind ->
    [person] 人
    [agent] エージェント
    [service] サービス
   *[other] { $kind }
}
sheet-usual = いつもと今回
sheet-becomes = 変更後
sheet-others = ほかの承認者の決定
sheet-so-far = これまで
sheet-unknown = 不明
sheet-saw-and-now = 前に見た内容と今の内容
sheet-now = 今
sheet-open-page = { $host } で開く

## 決定

decide-name = 決定
decide-how-long = 期間
decide-length-field = 長さまたは終わり。例：90m、until 18:00
decide-once-started = 開始から
decide-usual = 通常
decide-until = { $time } まで
decide-reason = 理由
decide-reason-hint = 理由（記録に残ります）
decide-deny-hint = 却下の理由（記録に残ります）
decide-deny = 却下
decide-deny-offer = 却下し { $length } を提案
decide-offer = 代わりの提案
decide-offer-none = なし
decide-offer-says = 再申請があれば { $length } まで付与できる旨を理由に書き添えます。
decide-offer-nothing = このキューでは申請より短く付与できません。却下の際に、付与できる長さを伝えられます。
decide-grant = { $length } を付与
decide-hold-to-grant = 長押しで { $length } を付与
decide-grant-once = 1 回だけ付与
decide-hold-to-grant-once = 長押しで 1 回だけ付与
decide-agree = { $length } に同意
decide-hold-to-agree = 長押しで { $length } に同意
decide-agree-once = 1 回だけ同意
decide-hold-to-agree-once = 長押しで 1 回だけ同意
decide-keep-holding = あと { $seconds } 秒押し続ける
decide-ask-grant = { $length } を付与しますか？
decide-ask-grant-once = 1 回だけ付与しますか？
decide-ask-agree = { $length } に同意しますか（{ $share }）？
decide-ask-agree-once = 1 回だけ同意しますか（{ $share }）？
decide-confirm = 確定
decide-back = 戻る
decide-type = { $word } と入力
decide-type-label = テナント名を入力：{ $word }
decide-still-needed = まだ必要なもの：{ $parts }。
decide-need = { $need ->
    [reason] 理由
    [tenant] テナント名
   *[length] 長さ
}
decide-again = 決め直す
decide-next = 次の申請
decide-show-in-log = 記録で見る
decide-undo = 元に戻す
decide-undone = 元に戻しました。何も送信していません。
decide-send-now = 今すぐ送信
decide-reason-given = 理由：{ $reason }
decide-held = { $count ->
   *[other] { $number } 秒間保留します。{ $key } で元に戻せます。
}
decide-steps = この決定の進み具合
decide-step = { $step ->
    [held] 保留
    [signed] 署名
    [sent] 送信
   *[recorded] 記録
}
risk-level = { $level ->
    [low] 低
    [medium] 中
    [high] 高
   *[critical] 重大
}
classify-done = { $level ->
    [low] 分類しました：リスク低。
    [medium] 分類しました：リスク中。
    [high] 分類しました：リスク高。
   *[critical] 分類しました：リスク重大。
}
classify-take-back = 取り下げる
classify-taken-back = 分類を取り下げました。

## 有効な付与

grants-risk = リスク
grants-who = 誰が何を
grants-tenant = テナント
grants-left = 残り時間
grants-until = 終了
grants-act = 操作
grants-same-zone = 同じ時間帯
grants-revoke = 取り消す
grants-revoke-now = 今すぐ取り消す
grants-revoke-reason = 理由（任意）
grants-revoke-whose = { $who } の付与を取り消す
grants-revoked = 取り消しを送信中です。
grants-key = 取り消し
grants-key-shorten = 短縮
grants-group = まとめ方
grants-group-by = { $by ->
    [time] 残り時間順
    [tenant] テナント別
   *[holder] 保有者別
}
grants-shorten = 短縮
grants-shorten-whose = { $who } の付与を短縮
grants-shorten-end = 新しい終わり（例：30m、until 18:00）
grants-shorten-hint = 30m、until 18:00 など
grants-shorten-now = 今すぐ短縮
grants-shorten-was = 変更前：{ $end }
grants-shortened = 短縮を送信中です。

## 記録

log-whose = どのキューの記録か
log-verify = 今すぐ検証
log-verify-again = 再検証
log-verifying = 検証中
log-export = 書き出す
log-export-evidence = 証拠を書き出す
log-exported = { $path } に書き出しました
log-time = 時刻
log-decision = 決定
log-entries = 項目
log-witness = 証人
log-list = 決定、新しい順
log-row = { $time }、{ $verb } { $whom }、{ $what }、{ $witness }
log-witness-word = { $witness ->
    [witnessed] 証明済み
    [not-yet] まだ
    [not-provable] 証明不可
   *[does-not-match] 一致しません
}
log-not-yet = { $count ->
   *[other] { $number } 件はまだ
}
log-tail = { $entries } 項目中 { $witnessed } 項目が証明済み
log-proved-one = 1 番は証明済み
log-proved = 1 番から { $last } 番まで証明済み
log-not-provable-one = { $entry } 番は証明不可
log-not-provable = { $first } 番から { $last } 番まで証明不可
log-choose = 決定を選ぶと証明が表示されます。
log-proof = 証明
log-proof-whole = この項目が木のすべてです。
log-proof-drawing = { $count ->
   *[other] 項目から隣の節 { $number } 個を経て根まで。
}
log-leaf = 葉
log-root = 根
log-cosigned = 連署
log-not-cosigned = まだ
log-copy-proof = 証明をコピー
log-raw-envelope = 生の封筒
log-shown = 表示内容
log-to-do = すべきこと
log-to-do-step = { $step ->
    [export] 証拠を書き出してください。この記録がそのまま、証明とともに入ります。
    [tell] キューの運用者に知らせてください。そこの証人が独自の写しを持っています。
   *[recover] 再び付与するには、新しい記録を始めて改めて登録を求めます：{ "doorward keys recover" }
}

log-search = 決定を検索
log-search-clear = 検索を消す
log-search-where = 検索の範囲
log-search-in = { $where ->
    [here] この記録
   *[all] すべての記録
}
log-searching = 検索中
log-found = { $count ->
   *[other] { $number } 件の決定が見つかりました
}
log-found-more = { $number } 件以上の決定が見つかりました
log-found-none = 「{ $words }」に当てはまる決定はありません。
log-found-none-hint = 語は、名前・理由・役割・テナント・チケットの先頭と照らし合わせます。ひと続きの語句は引用符で囲みます。
log-export-what = この記録を書き出す
log-export-form = { $form ->
    [json] 証明付きの JSON
    [csv] CSV（表）
   *[ocsf] OCSF（イベント）
}
log-export-form-hint = { $form ->
    [json] すべての項目。Doorward がなくても誰でも検証できます。
    [csv] 決定ごとに 1 行、証明なし。表計算向け。
   *[ocsf] 決定ごとに 1 イベント、証明なし。SIEM 向け。
}
log-export-names = ファイルには名前と理由が含まれます。記録そのものと同じく大切に保管してください。
log-export-choose = 保存先を選ぶ
log-export-cancel = キャンセル
log-exporting = 書き出し中：{ $total } 項目中 { $entries }
log-exporting-begun = 書き出し中
log-export-stop = 中止
log-exported-decisions = { $count ->
    [0] 名前も理由も含まれていません。
   *[other] { $number } 件の決定の名前と理由が含まれます。記録そのものと同じく大切に保管してください。
}

## 分析

insights-period = 期間
insights-days = { $period ->
    [week] 過去 7 日間
    [month] 過去 30 日間
    [quarter] 過去 90 日間
   *[year] 過去 12 か月間
}
insights-queue = キュー
insights-all-queues = すべてのキュー
insights-figure = { $figure ->
    [yours] あなたの決定
    [in-time] 期限内
    [shortened] 短縮して付与
    [denied] 却下
    [undone] 送信前に取りやめ
   *[used] 付与時間の使用率
}
insights-no-figure = 算出できるものがありません
insights-as-table = 表で表示
insights-as-picture = 図で表示
insights-arrows = 矢印キーで値から値へ移動します。
insights-point = { $label }：{ $said }
insights-nothing = この期間に申請も決定もありません。
insights-nothing-hint = より長い期間か、すべてのキューを選んでください。
insights-few = { $count ->
   *[other] { $number } 件だけでは、普段の様子は分かりません。
}
insights-share = { $share }（{ $number }）
insights-of = { $total } 件中 { $part } 件
insights-column = { $column ->
    [who] 誰が
    [median] 半数の所要時間
    [p90] 9 割の所要時間
    [decisions] 決定
    [answer] 回答
    [requests] 申請
    [share] 割合
    [day] 日
    [week] 週の初日
    [asked] 申請
    [decided] 決定
    [yours] あなた
    [risk] リスク
    [role] 役割
    [tenant] テナント
    [granted] 申請どおり
    [shorter] 短縮
    [denied] 却下
    [median-length] 長さの中央値
    [what] 操作
    [clicked] 押した数
    [stood] 有効
    [agreed] 複数人の同意の一つ
    [undone] 取りやめ
    [changed] 途中で変更あり
    [unsigned] 未署名
    [others-first] ほかの人が先
    [refused] 拒否された
    [too-late] 間に合わず
    [open] 送信中
    [time] 時間
   *[minutes] 分
}
insights-took = 半数は { $median }以内に決定
insights-took-one = 決定は 1 件、{ $median }後
insights-took-none = 人が決定した申請はありません
insights-took-about = 申請から決定まで。9 割は { $p90 }以内
insights-took-about-one = 申請から決定まで
insights-took-who = { $who ->
    [everybody] 全員
   *[you] あなた
}
insights-took-said = 半数は { $median }以内、9 割は { $p90 }以内
insights-took-nothing = 決定なし
insights-sla = { $percent } が期限内に回答
insights-sla-all = すべて期限内に回答
insights-sla-no = 期限内の回答はなし
insights-sla-none = 回答期限のあるものはありません
insights-sla-about = { $count ->
   *[other] 決定した、または決定すべきだった { $number } 件のうち
}
insights-answer = { $answer ->
    [in-time] 期限内
    [late] 遅れ
   *[unanswered] 未回答
}
insights-volumes = 申請が最も多い日：{ $day }（{ $number } 件）
insights-volumes-week = 申請が最も多い週：{ $day }からの週（{ $number } 件）
insights-volumes-even = { $step ->
    [day] 目立って多い日なし：最大 { $number } 件
   *[week] 目立って多い週なし：最大 { $number } 件
}
insights-volumes-none = 申請なし
insights-volumes-about = { $step ->
    [day] 日ごとの申請
   *[week] 週ごとの申請
}
insights-volumes-said = 申請 { $asked }、決定 { $decided }、うちあなた { $yours }
insights-volume = { $series ->
    [asked] 申請
    [decided] 決定
   *[yours] あなた
}
insights-risk = { $percent } がリスク高または重大
insights-risk-no = リスク高または重大の申請はなし
insights-risk-all = すべてリスク高または重大
insights-risk-about = { $count ->
   *[other] 申請 { $number } 件のリスク別内訳
}
insights-shortened = 付与の { $percent } が申請より短い
insights-shortened-no = 申請より短い付与はなし
insights-shortened-all = すべての付与が申請より短い
insights-shortened-none = 人が付与したものはありません
insights-roles-about = 全体と、決定の多い役割ごと
insights-roles-all = すべての役割
insights-decision = { $decision ->
    [granted] 申請どおり
    [shorter] 短縮
   *[denied] 却下
}
insights-decision-said = 申請どおり { $granted }、短縮 { $shorter }、却下 { $denied }
insights-own = { $count ->
   *[other] あなたの決定は { $number } 回
}
insights-own-undone = { $count ->
   *[other] あなたの決定は { $number } 回、取りやめは { $undone } 回
}
insights-own-none = あなたの決定はありません
insights-own-about = 押した操作と、その結果
insights-end = { $end ->
    [stood] 有効
    [undone] 取りやめ
    [no-effect] 効果なし
   *[open] 送信中
}
insights-end-said = 有効 { $stood }、取りやめ { $undone }、効果なし { $failed }、送信中 { $open }
insights-used = 付与した時間の { $percent } を使用
insights-used-none = 終わった付与に、使用時間の分かるものはありません
insights-used-about = { $count ->
   *[other] 終わった付与 { $number } 件について、終了または取り消しまで
}
insights-untold = ほか { $number } 件は不明です。
insights-time = { $time ->
    [used] 使用
   *[unused] 未使用
}

## キュー

queues-list = 接続済みのキュー
queues-connect = キューを接続
queues-sign-in-again = 再サインイン
queues-new-token = 新しいトークン
queues-doctor = 診断
queues-doctor-of = { $name } の妨げになっているもの
queues-looking = 診断中
queues-look-again = 再診断
queues-close-look = 診断結果を閉じる
queues-copy-report = 報告をコピー
queues-weight = { $weight ->
    [ok] 正常
    [warning] 要確認
   *[error] 妨げ
}
queues-check = { $check ->
    [profile] プロファイル
    [keyring] キーリング
    [queues] キューの一覧
    [store] フォルダー
    [address] アドレス
    [reach] 到達性
    [token] トークン
    [sign-in] 本人
    [api] バージョン
    [clock] 時計
    [device] この端末
    [key] 端末の鍵
    [security-key] セキュリティキー
    [witness] 証人
    [queue-log] キューの記録
    [mirror] 既知の内容
    [presence] 在席の確認
    [capabilities] できること
   *[other] { $check }
}
queues-experimental = 試験的
queues-experimental-why = 試験的：{ $why }
queues-remove = 外す
queues-remove-which = { $name } を外す
queues-remove-now = 外す
queues-keep = 残す
queues-type-name = 外すには名前を入力：{ $name }
queues-removed = { $name } を外しました。今後は受信も送信もしません。
queues-can = できること

## キューの接続

connect-again = { $name } に再サインイン
connect-stage = { $stage ->
    [choose] システム
    [fill] サインイン
   *[done] 接続済み
}
connect-stages = 手順
connect-past = { $step }、完了
connect-choose = 申請はどこから来ますか？
connect-weaker = ほかより弱い点
connect-needs = 必要なもの
connect-page = 詳しい説明：{ $page }
connect-cancel = キャンセル
connect-back = 戻る
connect-next = 次へ
connect-address = アドレス
connect-address-hint = https、またはこの端末上の http
connect-address-is = アドレス { $address }
connect-address-at = { $system }、{ $address }
connect-whole = アドレスをまとめて入力
connect-in-parts = 部分ごとに入力
connect-name = 呼び名
connect-name-hint = 一覧と記録に表示されます
connect-watch = 見るだけ
connect-watch-hint = ここで読み取り、評価し、通知します。決定は元のシステムで行います。
connect-who = 接続先での本人確認
connect-way = { $way ->
    [browser] ブラウザーで
    [code] コードで
   *[token] トークンで
}
connect-way-hint = { $way ->
    [browser] 提供元のページがブラウザーで開きます。
    [code] どの端末のどのブラウザーでもよいので、ページに短いコードを入力します。
   *[token] 運用者から受け取るか、接続先で自分で作ります。期限が切れたら別のトークンを貼り付けます。
}
connect-client = クライアント ID
connect-client-hint = 組織が登録したもの
connect-secret = クライアントシークレット（ある場合）
connect-secret-kept = 以前のものを保持
connect-more = 別の提供元
connect-issuer = 発行者
connect-issuer-hint = { $issuer } の代わり
connect-token = トークン
connect-file = ID ファイルのパス
connect-file-hint = 読み取りは一度だけです。内容はシステムのキーリングに保存されます。その後、ファイルを削除してください。
connect-invitation = 招待（接続先に別の端末がある場合）
connect-keyring = システムのキーリングにだけ保存されます。
connect-check = 確認して接続
connect-sign-in = サインインして接続
connect-not-all = 空の欄があります。
connect-doing = { $name } を接続中
connect-step = { $step ->
    [reach] 到達
    [sign-in] サインイン
    [check] 本人の確認
   *[hear] 接続
}
connect-doing-step = { $step ->
    [reaching] 応答を確かめています
    [signing-in] 提供元に問い合わせています
    [browser] ブラウザーでのサインインを待っています
    [code] コードの入力を待っています
    [checking] 本人を確認しています
   *[connecting] 接続して受信しています
}
connect-page-opened = ページをブラウザーで開きました。表示されないときは、アドレスをコピーして開いてください。
connect-page-by-hand = ブラウザーを開けませんでした。ページのアドレスをコピーして開いてください。
connect-copy-address = アドレスをコピー
connect-type-code = どのブラウザーでもよいので { $address } を開き、このコードを入力してください：
connect-copy-code = コードをコピー
connect-waits = 5 分間待ちます。ページにエラーが出たら、中止してクライアントを確かめてください。
connect-stop = 中止
connect-stopping = 中止しています
connect-stopped = 何も接続していません。
connect-done = { $name } を接続しました。
connect-you-are = あなた
connect-approver-in = 承認の対象
connect-guarantee = 保証の内容
connect-to-inbox = 受信箱を開く
connect-to-queues = キューを表示
connect-another = 別のキューを接続

## 設定

settings-sections = 設定の区分
settings-search = 設定を検索
settings-none = その名前の設定はありません。
settings-back = すべての設定
settings-section = { $section ->
    [queues] キュー
    [keys] 身元と鍵
    [notifications] 通知
    [away] 不在
    [roles] 危険な役割
    [language] 言語と地域
    [appearance] 外観
    [keyboard] キーボード
    [computer] このコンピューター
   *[about] Doorward について
}
# 個々の設定の名前。検索とパレットでも使う。
settings-name = { $setting ->
    [connect] キューを接続
    [devices] あなたの端末
    [new-key] この端末の鍵を変更
    [admit] 別の端末を承認
    [security-keys] セキュリティキー
    [levels] 通知の対象と方法
    [digest] まとめ通知の時刻
    [quiet] 通知停止時間帯
    [hide] 誰が・何を・どこでを伏せる
    [nudges] 時間の半分と 9 割で再通知
    [notify-language] 通知の言語
    [example] 今すぐ 1 件送る
    [away] 不在の期限
    [pause] 通知を一時停止
    [role] 役割の危険度
    [language] 言語
    [zone] タイムゾーン
    [theme] 明るい・暗い
    [contrast] コントラストを上げる
    [density] 行の高さ
    [text-size] 文字の大きさ
    [motion] 動きを減らす
    [single-keys] { $mod } なしのキー
    [keys] キーを変更
    [login] ログイン時に起動
    [close] ウィンドウを閉じてもトレイに残る
    [version] バージョン
    [profile] プロファイルの場所
    [first-steps] はじめの手順
    [practise] 練習する
   *[checks] 確認している内容
}
# 設定を見つけるためのほかの語。
settings-words = { $setting ->
    [connect] 追加 コネクタ サインイン
    [devices] 指紋 フィンガープリント 失効 登録
    [new-key] ローテーション 更新
    [admit] 指紋 フィンガープリント 招待
    [security-keys] トークン タッチ パスキー FIDO
    [levels] バナー リスク すぐに 通知しない
    [digest] 要約 まとめ
    [quiet] おやすみモード 夜間 週末 消音
    [hide] ロック画面 プライバシー 詳細
    [nudges] リマインダー 期限
    [notify-language] 翻訳 アラート
    [example] テスト プレビュー
    [away] 休暇 休日 外出
    [pause] ミュート 消音 スヌーズ
    [role] 分類 リスク 表
    [language] 翻訳 ロケール
    [zone] 地域 時計
    [theme] 色 ダークモード 夜間
    [contrast] アクセシビリティ
    [density] 詰める ゆったり
    [text-size] 拡大 フォント ズーム
    [motion] アニメーション アクセシビリティ
    [single-keys] ショートカット アクセシビリティ
    [keys] ショートカット 割り当て
    [login] 自動起動 スタートアップ
    [close] 終了 バックグラウンド
    [version] ライセンス
    [profile] フォルダー ログ
    [first-steps] 導入 案内 最初から
    [practise] 訓練 架空の申請
   *[checks] 検証 証人 キーリング
}
settings-keep = そのままにする

settings-risk = リスク
settings-way = { $way ->
    [at-once] すぐに
    [digest] まとめて
   *[never] 通知しない
}
settings-way-of = { $level }：{ $way }
settings-when-quiet = 通知停止時間帯
settings-comes-through = 通知する
settings-waits = 待つ
settings-caps = 同じ申請者については 1 分に { $one } 件、1 時間に { $hour } 件まで。1 分に { $all } 件を超えると 1 件にまとめます。申請の殺到は一度だけ通知します。未分類の役割はリスク高と見なします。
settings-digest-at = 時刻
settings-digest-at-hint = 09:00 14:00 のような時刻。空なら通知しません
settings-digest-every = 間隔
settings-digest-minutes = { $minutes } 分
settings-digest-not = この時刻だけ
settings-no-time = 「{ $text }」は時刻ではありません。20:00 のように書いてください。
settings-zone-own = { $zone } の時刻、このコンピューターの時計に従う
settings-zone-set = { $zone } の時刻
settings-quiet-usual = 夜間と週末
settings-quiet-none = 通知停止時間帯はありません。
settings-quiet-what = その間に待ったものは、終わりに一度まとめて知らせます。
settings-quiet-from = { $day }の停止の始まり
settings-quiet-to = { $day }の停止の終わり
settings-quiet-to-word = から
settings-quiet-all = 終日
settings-quiet-add = { $day }に停止時間帯を追加
settings-quiet-remove = { $day }の { $from } からの停止時間帯を削除
settings-quiet-copy = 毎日を{ $day }と同じにする
settings-hide-what = 人に見られる画面向け。待っている申請があること、リスク、期限だけを通知します。
settings-preview = 見え方
settings-preview-case = { $case ->
    [at-once] すぐに
    [reminder] 再通知（{ $at }）
   *[digest] まとめ（{ $at }）
}
settings-preview-none = この設定では何も通知しません。受信箱とトレイの件数は変わりません。
settings-preview-foot = 通知からは何も決定されません。ボタンはここで申請を開くだけです。ほかの人が決定すると通知は消えます。
settings-review = 確認
settings-deny = 却下…
settings-sent = 送りました。デスクトップに出ています。

settings-away-day = 日
settings-away-time = 時刻
settings-away-go = 不在にする
settings-away-is = { $until } まで不在です。
settings-away-back = 戻りました
settings-away-over = これからの日時を選んでください（例：{ $example }）。
settings-away-tomorrow = 明日まで
settings-away-monday = 月曜日まで
settings-away-week = 1 週間
settings-away-what = それまでは重大なものも含めて何も通知しません。先に期限が切れるものは離れるときに知らせ、戻ったときに一度まとめて知らせます。申請は誰にも引き継がれません。ほかに決定できる人には、これまでどおり見えます。
settings-pause-minutes = { $minutes } 分間
settings-pause-hours = { $hours } 時間
settings-pause-open = 再開するまで
settings-pause-what = 重大なものだけ通知します。
settings-pause-is = { $until } まで停止中です。
settings-pause-is-open = 再開するまで停止中です。
settings-pause-on = 再開

settings-read = { $at } 時点
settings-not-read = まだ読み込んでいません
settings-this-device = この端末
settings-fingerprint = フィンガープリント
settings-copy-fingerprint = フィンガープリントをコピー
settings-enrolled = 登録：{ $at }
settings-used = 使用：{ $at }
settings-never-used = 使用なし
settings-revoked = 失効：{ $at }
settings-new-device = 新しい端末です。ご自身の操作ですか？
settings-key-change = 鍵を変更
settings-key-change-what = 以後、キューは新しい鍵だけを受け付けます。それまでに署名したものの効力は変わりません。
settings-key-changed = この端末に新しい鍵ができました。
settings-key-waits = この端末の新しい鍵は、まだキューで確認されていません。自動的に伝えます。
settings-device-revoke = 失効させる
settings-device-revoke-which = { $name } を失効させる
settings-device-revoke-what = { $name } の署名は受け付けられなくなります。元には戻せません。
settings-device-revoked = { $name } を失効させました。
settings-asks = { $at } から承認を待っています
settings-admit-what = その端末の前にいるなら、表示されているものを見比べて、ここに入力してください。
settings-admit = 承認する
settings-admitted = { $name } を承認しました。これから決定できます。
settings-log-key = ほかの場所で検証するための、この端末の記録の鍵
settings-copy-log-key = 記録の鍵をコピー
settings-security-add = セキュリティキーを追加
settings-security-name = 呼び名
settings-security-touch = 点滅したら触れてください。登録済みのものがあれば、それにも触れてください。新しいキーを保証します。
settings-security-none = ありません。必要とする付与は、ここからはできません。
settings-security-at = 登録：{ $at }（{ $by }）
settings-security-remove = 削除
settings-security-remove-which = { $name } を削除
settings-security-remove-what = { $name } の署名は受け付けられなくなります。
settings-security-added = { $name } を登録しました。
settings-security-removed = { $name } を削除しました。
settings-no-devices = キューが接続されていないため、登録済みの端末はありません。

settings-roles-search = 役割を検索
settings-roles-what = 役割で何ができ、どれほど危険か。ご自分の行は表より優先されます。誰も分類していないものはリスク高と見なします。ここに保存し、どこにも送りません。
settings-roles-mine = 自分の行だけ
settings-roles-all = すべて
settings-roles-unknown = 未分類
settings-roles-none = その名前の役割はありません。
settings-roles-more = { $count ->
   *[other] ほか { $number } 件。検索で絞り込めます。
}
settings-roles-waiting = { $count ->
   *[other] 申請 { $number } 件が待機中
}
settings-roles-nobody = 未分類、リスク高と見なす
settings-roles-source = 出典
settings-roles-copy = 出典のアドレスをコピー
settings-roles-as = { $role } を分類
settings-roles-forget = 取り下げる

settings-language-system = システムに合わせる
settings-language-what = すぐに反映されます。申請についての文と記録は英語です。
settings-zone-what = 時刻は { $zone } で、このコンピューターの時計どおりに表示します。

settings-theme = { $theme ->
    [system] システムに合わせる
    [light] 明るい
   *[dark] 暗い
}
settings-density = { $density ->
    [comfortable] ゆったり
   *[compact] 詰める
}
settings-percent = { $percent }%
settings-text-size-what = すべてが一緒に大きくなり、切れないように並べ直します。
settings-contrast-what = システムが求めていなくても適用します。
settings-motion-what = 輪が数字になります。システムが求めていなくても適用します。

settings-single-what = 一覧と詳細で働き、入力中は働かない文字と記号のキー。なくてもすべてパレットにあります。
settings-key-change-word = 変更
settings-key-press = キーを押してください
settings-key-of = 「{ $action }」のキーを変更
settings-key-off = オフにする
settings-key-off-of = 「{ $action }」のキーをオフにする
settings-key-reset = 元に戻す
settings-key-reset-of = 「{ $action }」のキーを元に戻す
settings-key-reset-all = すべて元に戻す
settings-key-none = なし
settings-key-fixed = どこでも共通
settings-key-taken = { $key } は「{ $action }」に使われています。
settings-key-reserved = { $key } は移動と文字入力に必要です。
settings-key-needs-mod = 入力中にも働くため、{ $mod } が必要です。

settings-login-what = ウィンドウを出さず、トレイで起動します。
settings-close-what = 申請は届き続け、付与は時間どおりに終わります。終了はトレイのメニューにあります。
settings-close-no-tray = このデスクトップにはトレイの表示がないため、ウィンドウを閉じると終了します。

settings-licence = ライセンス
settings-logs = プログラム自身のログ
settings-logs-what = 不具合を調べるためのもの。申請の文言も秘密も含みません。
settings-copy-path = コピー
settings-checks-log = あなたの記録は、起動のたび、開くたびに、1 項目ずつ証人と照らして確認します。
settings-checks-queue = 各キューの記録は、付与に署名する前に読みます：
settings-standing = { $standing ->
    [consistent] 一致
    [due] 確認待ち
    [broken] 破綻
   *[unknown] 未確認
}

## パレット

palette-name = 操作を選ぶ
palette-field = 操作、ページ、申請、設定
palette-group = { $group ->
    [request] この申請（{ $who }）
    [requests] 申請
    [go] 移動
    [settings] 設定
   *[do] 操作
}
palette-none = その名前のものはありません。
palette-found = { $count ->
   *[other] { $number } 件
}
palette-choose = 選ぶ
palette-do = 実行
palette-close = 閉じる
palette-foot = ここからは何も付与されません。
palette-opens = パネルを開く
palette-classify = 役割を分類：{ $level }
palette-queue = キュー { $name }
palette-view = ビュー: { $name }

## キーボード

keys-group = { $group ->
    [move] 移動
    [decide] 決定
    [grants] 有効な付与
    [queues] キュー
   *[anywhere] どこでも
}
keys-action = { $action ->
    [next] 次
    [previous] 前
    [find] 検索
    [first] 最初
    [last] 最後
    [open] 開く
    [back] 戻る
    [arrivals] 新着
    [panes] 区画を移動
    [select] 選択
    [select-down] 下へ選択
    [select-up] 上へ選択
    [select-all] テナントの申請をすべて選択
    [snooze] 後回し
    [grant] 付与
    [deny] 却下
    [shorten] 短縮
    [shorter] より短く
    [longer] より長く
    [undo] 保留中に元に戻す
    [send-now] 今すぐ送信
    [open-page] 元のシステムで開く
    [classify-low] 役割を分類：低
    [classify-medium] 中
    [classify-high] 高
    [classify-critical] 重大
    [classify-forget] 分類を取り下げる
    [revoke] 取り消す
    [connect] キューを接続
    [inbox] 受信箱
    [grants] 有効な付与
    [log] 記録
    [insights] 分析
    [settings] 設定
    [palette] 操作を選ぶ
    [shortcuts] この一覧
   *[quit] 終了
}
keys-hold = 長押し
keys-name = { $key ->
    [Enter] Enter
    [Escape] Esc
    [Shift] Shift
    [Control] Ctrl
    [Home] Home
    [End] End
   *[other] { $key }
}

## 練習

practice-title = 練習 · { $title }
practice-tag = 練習、架空
practice-place = { $total }件中{ $done }件を決定
practice-end = 練習を終える
practice-what = これは何だったか
practice-feedback = この決定の評価
practice-verdict = { $verdict ->
    [right] 見抜きました。
    [plain] 妥当です。
    [missed] 見落としました。
    [too-strict] 必要以上に厳しい判断です。
   *[withheld] 決めることはありません。
}
practice-was = { $trap ->
    [none] この申請は書かれているとおりのものでした。
    [look-alike] 名前は見た目どおりではありません。
    [hidden-words] 隠された文字が言葉を入れ替えています。
    [own-request] 別名またはエージェントを通した、あなた自身の申請でした。
    [odd-hour] 真夜中に、チケットなしで出されました。
    [too-long] 通常よりはるかに長い申請でした。
   *[changed] 開いた後に別の申請に変わりました。
}
practice-did = { $decision ->
    [granted] { $length }を許可しました。
    [denied] 拒否しました。
    [unanswered] 期限までに誰も答えませんでした。沈黙は何も許可しません。
   *[withheld] 自分の申請は誰も決められません。Doorwardはそれを守ります。
}
practice-took = かかった時間は{ $time }です。
practice-careful = 慎重な人ならどうするか
practice-careful-do = { $trap ->
    [none] 申請された{ $asked }を許可します。妨げるものはありません。
    [look-alike] 拒否し、本人に別の方法で確かめます。
    [hidden-words] 拒否します。文字を隠す人は、求めるものも隠しています。
    [own-request] ほかの人に任せます。
    [odd-hour] 起きている人がチケットを示すまで拒否します。
    [too-long] 短くします。通常は{ $usual }、申請は{ $asked }でした。
   *[changed] 違いを読み、最初に申請された{ $asked }より多くは許可しません。
}
practice-where = どこで分かったか
practice-sign = { $sign ->
    [boxed-letter] 別の文字体系の文字が、一覧でもシートでも名前の中で囲まれています。
    [boxed-words] 申請者の言葉の中で、隠された文字が囲まれています。
    [no-decision] パネルは自分の申請だと示し、決定を出していません。
    [their-zone] それぞれの長さに、相手のいる場所での終了時刻が書かれているので、そこが何時か分かります。
    [no-ticket] チケットが書かれていません。
    [longer-in-risk] リスクの理由に、通常の{ $usual }より長いと書かれています。
    [difference] シートは先に違いを読むよう求めました。
   *[nothing-odd] 囲まれたものはなく、長さは通常で、リスクの理由も短いものです。
}
practice-so-far = これまで
practice-open = 申請{ $number }、未決定
practice-name = { $trap ->
    [none] 問題なし
    [look-alike] 似た名前
    [hidden-words] 隠された文字
    [own-request] 自分の申請
    [odd-hour] 不自然な時刻
    [too-long] 長すぎる
   *[changed] 開いた後に変更
}
practice-vow = 練習の決定は練習用の鍵で署名され、このコンピューターの外に出ることはありません。
practice-next = 次の申請
practice-how = 結果を見る
practice-summary = 練習の結果
practice-summary-title = { $total }件中{ $right }件が慎重な判断
practice-summary-all = 本物の申請も同じように見えます。そこでも同じだけ時間をかけてください。
practice-summary-some = 見落としは各行にあります。次の回は別の申請です。
practice-times = リスク別の決定までの時間
practice-times-of = { $count ->
   *[other] { $number }件の中央値
}
practice-again = もう一度練習する

## はじめの手順

intro-brand = Doorward
intro-name = はじめの手順
intro-step = { $step ->
    [practise] 練習する
    [connect] キューを接続する
   *[interrupt] 通知を選ぶ
}
intro-title = { $step ->
    [practise] 架空の申請を5件決めてみる
    [connect] 申請はどこから来ますか
   *[interrupt] 何に割り込みを許しますか
}
intro-line = { $step ->
    [practise] 数分、専用のウィンドウで行います。何もこのコンピューターの外に出ず、誰もアクセスを得ません。5件のうちいくつかは、本物と同じようにあなたを欺こうとします。
    [connect] Doorwardはすでにあるキューを読みます。必要最小限の権限だけを求め、各システムにできることとできないことを示します。サインインはシステムのキーリングに保管されます。
   *[interrupt] 通知が何かを決めることはありません。申請を開き、ほかの人が対応すれば消えます。
}
intro-trap = { $trap ->
    [look-alike] 見た目どおりではない名前
    [own-request] エージェントを通した自分の申請
    [odd-hour] 不自然な時刻
   *[changed] 開いた後の変更
}
intro-trap-line = { $trap ->
    [look-alike] 別の文字体系の一文字
    [own-request] 自分の申請は誰も承認しない
    [odd-hour] 本人のいる場所は夜
   *[changed] 違いが示される
}
intro-keys = 覚えておくキー
intro-practising = 練習は専用のウィンドウで開いています。終わったらここに戻ってください。
intro-start = 練習を始める
intro-next = 進む
intro-done = 受信箱を開く
intro-skip = { $step ->
    [practise] 練習を飛ばす
    [connect] 後で
   *[interrupt] このままにする
}
intro-connected = { $count ->
   *[other] { $number }件のキューが接続されています。
}
intro-preset = { $preset ->
    [critical] 重大のみ
    [high] 高と重大
   *[everything] すべて
}
intro-preset-line = { $preset ->
    [critical] 残りはまとめて通知
    [high] 中と低はまとめて通知
   *[everything] 上限の範囲で、申請ごとにすぐ通知
}

## 待っているものなし

empty-figures = 今日
empty-decided = 今日の決定
empty-median = 決定までの中央値
empty-quiet = { $from }から{ $to }まで静かにします。
empty-quiet-critical = 重大なものを除き、{ $from }から{ $to }まで静かにします。
empty-digest = 次のまとめは{ $time }です。
empty-digest-every = まとめは{ $minutes }分ごとです。
