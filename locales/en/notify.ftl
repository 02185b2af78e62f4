# What notifications say. Every message gets its numbers and names as arguments; nothing here calls a function.
# A title has at most 45 characters, a body at most 110: what is longer loses its end. Glossary in app.ftl.

request-title = { $who } asks for { $role }
request-body = { $risk } risk. { $length } in { $tenant }. { $answer }
unclassified-body = Role not classified: counts as { $risk } risk. { $length } in { $tenant }. { $answer }
hidden-title = { $count ->
    [one] Privileged access request
   *[other] { $count } privileged access requests
}
hidden-body = { $risk } risk. { $answer }

group-title = { $count } requests from { $who }
group-body = Up to { $risk } risk. { $answer }

flood-body = { $risk } risk. Possible prompt bombing. You are told once.

crowd-title = { $count } requests wait
crowd-body = { $people ->
    [one] From one requester.
   *[other] From { $people } requesters.
} Up to { $risk } risk. { $answer }

half-body = Half its time is gone. { $risk } risk. { $answer }
waits-body = Waits for { $waited }. { $risk } risk. { $answer }
last-body = Runs out in { $left }. { $risk } risk.
last-title = { $count } requests run out
last-many-body = The first in { $left }. Up to { $risk } risk.

digest-title = { $count ->
    [one] 1 request waits
   *[other] { $count } requests wait
}
digest-body = Up to { $risk } risk. { $end }

away-title = { $count ->
    [one] 1 request runs out while you are away
   *[other] { $count } requests run out while you are away
}
away-body = Decide before you leave. The first runs out in { $left }. Up to { $risk } risk.

back-title = { $why ->
    [away] While you were away
    [quiet] In your quiet hours
   *[paused] While notifications were paused
}
back-body = { $count ->
    [0] Nothing waits.
    [one] 1 request waits, { $risk } risk.
   *[other] { $count } requests wait, up to { $risk } risk.
} { $missed ->
    [0] None ran out unseen.
    [one] 1 ran out unanswered.
   *[other] { $missed } ran out unanswered.
}

stopped-title = Nothing can be granted at { $queue }
stopped-any-title = Nothing can be granted at a queue
stopped-body = { $why ->
    [device] This device does not count there any more. Doorward says the way back.
    [log] The log of this device does not go on. Doorward says what to do.
   *[queue-log] The queue’s own log does not go on. Doorward says what to do.
}

risk = { $place ->
    [first] { $level ->
        [low] Low
        [medium] Medium
        [high] High
       *[critical] Critical
    }
   *[within] { $level ->
        [low] low
        [medium] medium
        [high] high
       *[critical] critical
    }
}
left = { $unit ->
    [moment] less than a minute
    [minute] { $count } min
    [hour] { $count } h
   *[day] { $count } days
}
answer = { $ends ->
    [no] It does not run out.
   *[yes] Answer within { $left }.
}
answer-first = { $ends ->
    [no] None of them runs out.
   *[yes] Answer the first within { $left }.
}
runs-out-first = { $ends ->
    [no] None of them runs out.
   *[yes] The first runs out in { $left }.
}
once = Once
endless = No end asked
untold = Length not told
unit = { $unit ->
    [day] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
    [hour] { $count } h
    [minute] { $count } min
   *[second] { $count } s
}
