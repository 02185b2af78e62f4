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
   *[queues] キュー
}
frame-pages = ページ
frame-queues = キュー
frame-queue = { $name }：{ $state }、受信 { $heard }
frame-queue-troubled = { frame-queue }。{ $trouble }
frame-practice = 練習：架空
frame-practice-long = 練習用キューの内容は架空のものです。
frame-shortcuts = ショートカット
frame-close = 閉じる
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

## 場所の限られた時間表示

time-minutes = { $minutes } 分
time-hours-minutes = { $hours } 時間 { $minutes } 分
time-seconds = { $seconds } 秒

## コピー

copy-done = コピーしました
copy-failed = コピーできません

## 受信箱

inbox-list = 申請、残り時間順
inbox-by-time = 残り時間順
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
   *[other] { $number } 秒間保留します。Z で元に戻せます。
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
    [first] 最初
    [last] 最後
    [open] 開く
    [back] 戻る
    [arrivals] 新着
    [panes] 区画を移動
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
    [queues] キュー
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
