# 通知の文面。数と名前は引数で渡される。ここでは関数を呼ばない。
# 見出しは 45 文字まで、本文は 110 文字まで。はみ出した分は末尾が切れる。用語集は app.ftl にある。

request-title = { $who } が { $role } を申請
request-body = リスク{ $risk }。{ $tenant } で { $length }。{ $answer }
unclassified-body = 役割は未分類のためリスク{ $risk }と見なします。{ $tenant } で { $length }。{ $answer }
hidden-title = { $count ->
   *[other] 特権アクセスの申請 { $count } 件
}
hidden-body = リスク{ $risk }。{ $answer }

group-title = { $who } から申請 { $count } 件
group-body = リスクは最大で{ $risk }。{ $answer }

flood-body = リスク{ $risk }。申請の連打による攻撃のおそれ。通知は一度だけです。

crowd-title = 申請 { $count } 件が待機中
crowd-body = { $people ->
   *[other] 申請者 { $people } 名。
}リスクは最大で{ $risk }。{ $answer }

half-body = 時間の半分が過ぎました。リスク{ $risk }。{ $answer }
waits-body = { $waited }前から待っています。リスク{ $risk }。{ $answer }
last-body = あと{ $left }で期限切れ。リスク{ $risk }。
last-title = 申請 { $count } 件が期限切れ間近
last-many-body = 最初の 1 件はあと{ $left }。リスクは最大で{ $risk }。

digest-title = { $count ->
   *[other] 申請 { $count } 件が待機中
}
digest-body = リスクは最大で{ $risk }。{ $end }

away-title = { $count ->
   *[other] 不在中に申請 { $count } 件が期限切れになります
}
away-body = 席を離れる前に決定してください。最初の 1 件はあと{ $left }。リスクは最大で{ $risk }。

back-title = { $why ->
    [away] 不在中の申請
    [quiet] 通知停止時間帯の申請
   *[paused] 通知を止めていた間の申請
}
back-body = { $count ->
    [0] 待っている申請はありません。
   *[other] 申請 { $count } 件が待機中、リスクは最大で{ $risk }。
}{ $missed ->
    [0] 見ないまま切れたものはありません。
   *[other] { $missed } 件が未回答のまま切れました。
}

stopped-title = { $queue } では何も付与できません
stopped-any-title = あるキューでは何も付与できません
stopped-body = { $why ->
    [device] この端末はそこで無効になりました。復帰の方法は Doorward にあります。
    [log] この端末の記録が続いていません。対処は Doorward にあります。
   *[queue-log] キュー自身の記録が続いていません。対処は Doorward にあります。
}

risk = { $place ->
    [first] { $level ->
        [low] 低
        [medium] 中
        [high] 高
       *[critical] 重大
    }
   *[within] { $level ->
        [low] 低
        [medium] 中
        [high] 高
       *[critical] 重大
    }
}
left = { $unit ->
    [moment] 1 分
    [minute] { $count } 分
    [hour] { $count } 時間
   *[day] { $count } 日
}
answer = { $ends ->
    [no] 期限はありません。
   *[yes] { $left }以内に回答。
}
answer-first = { $ends ->
    [no] 期限のあるものはありません。
   *[yes] 最初の 1 件は{ $left }以内に回答。
}
runs-out-first = { $ends ->
    [no] 期限のあるものはありません。
   *[yes] 最初の 1 件はあと{ $left }で期限切れ。
}
once = 1 回だけ
endless = 終了の指定なし
untold = 期間の記載なし
unit = { $unit ->
    [day] { $count ->
       *[other] { $count } 日
    }
    [hour] { $count } 時間
    [minute] { $count } 分
   *[second] { $count } 秒
}
