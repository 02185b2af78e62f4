# ما تقوله الإشعارات. الأرقام والأسماء تأتي وسائط، ولا شيء هنا يستدعي دالة.
# العنوان 45 محرفًا على الأكثر والنص 110، وما زاد تُقطع نهايته. معجم المصطلحات في app.ftl.

request-title = { $who }: طلب { $role }
request-body = الخطر { $risk }. { $length } في { $tenant }. { $answer }
unclassified-body = الدور غير مصنف: يُعد خطره { $risk }. { $length } في { $tenant }. { $answer }
hidden-title = { $count ->
    [zero] لا طلبات صلاحية مميزة
    [one] طلب صلاحية مميزة
    [two] طلبا صلاحية مميزة
    [few] { $count } طلبات صلاحية مميزة
    [many] { $count } طلبًا لصلاحية مميزة
   *[other] { $count } طلب صلاحية مميزة
}
hidden-body = الخطر { $risk }. { $answer }

group-title = طلبات من { $who }: { $count }
group-body = الخطر { $risk } على الأكثر. { $answer }

flood-body = الخطر { $risk }. إغراق محتمل بالطلبات. هذا التنبيه لمرة واحدة.

crowd-title = طلبات تنتظر: { $count }
crowd-body = { $people ->
    [zero] بلا صاحب معروف.
    [one] من صاحب طلب واحد.
    [two] من صاحبي طلبات اثنين.
    [few] من { $people } أصحاب طلبات.
    [many] من { $people } صاحب طلبات.
   *[other] من { $people } صاحب طلبات.
} الخطر { $risk } على الأكثر. { $answer }

half-body = انقضى نصف الوقت. الخطر { $risk }. { $answer }
waits-body = ينتظر منذ { $waited }. الخطر { $risk }. { $answer }
last-body = ينتهي خلال { $left }. الخطر { $risk }.
last-title = طلبات ينتهي وقتها: { $count }
last-many-body = أولها خلال { $left }. الخطر { $risk } على الأكثر.

digest-title = { $count ->
    [zero] لا طلبات تنتظر
    [one] طلب واحد ينتظر
    [two] طلبان ينتظران
    [few] { $count } طلبات تنتظر
    [many] { $count } طلبًا تنتظر
   *[other] { $count } طلب تنتظر
}
digest-body = الخطر { $risk } على الأكثر. { $end }

away-title = { $count ->
    [zero] لا طلبات تنتهي في غيابك
    [one] طلب واحد ينتهي في غيابك
    [two] طلبان ينتهيان في غيابك
    [few] { $count } طلبات تنتهي في غيابك
    [many] { $count } طلبًا تنتهي في غيابك
   *[other] { $count } طلب تنتهي في غيابك
}
away-body = يحسن القرار قبل المغادرة. أولها ينتهي خلال { $left }. الخطر { $risk } على الأكثر.

back-title = { $why ->
    [away] أثناء غيابك
    [quiet] في ساعات هدوئك
   *[paused] أثناء إيقاف الإشعارات
}
back-body = { $count ->
    [0] لا شيء ينتظر.
    [zero] لا شيء ينتظر.
    [one] طلب واحد ينتظر، والخطر { $risk }.
    [two] طلبان ينتظران، والخطر { $risk } على الأكثر.
    [few] { $count } طلبات تنتظر، والخطر { $risk } على الأكثر.
    [many] { $count } طلبًا تنتظر، والخطر { $risk } على الأكثر.
   *[other] { $count } طلب تنتظر، والخطر { $risk } على الأكثر.
} { $missed ->
    [0] لم ينته شيء دون أن يُرى.
    [zero] لم ينته شيء دون أن يُرى.
    [one] انتهى واحد بلا رد.
    [two] انتهى اثنان بلا رد.
    [few] انتهت { $missed } بلا رد.
    [many] انتهى { $missed } بلا رد.
   *[other] انتهى { $missed } بلا رد.
}

stopped-title = لا يمكن المنح في { $queue }
stopped-any-title = لا يمكن المنح في إحدى القوائم
stopped-body = { $why ->
    [device] لم يعد هذا الجهاز معتمدًا هناك. يبين Doorward طريق العودة.
    [log] سجل هذا الجهاز لا يتصل بما قبله. يبين Doorward ما العمل.
   *[queue-log] سجل القائمة نفسها لا يتصل بما قبله. يبين Doorward ما العمل.
}

risk = { $place ->
    [first] { $level ->
        [low] منخفض
        [medium] متوسط
        [high] عالٍ
       *[critical] حرج
    }
   *[within] { $level ->
        [low] منخفض
        [medium] متوسط
        [high] عالٍ
       *[critical] حرج
    }
}
left = { $unit ->
    [moment] أقل من دقيقة
    [minute] { $count } د
    [hour] { $count } س
   *[day] { $count ->
        [zero] أقل من يوم
        [one] يوم
        [two] يومين
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
}
answer = { $ends ->
    [no] لا تنتهي مهلته.
   *[yes] الرد خلال { $left }.
}
answer-first = { $ends ->
    [no] لا تنتهي مهلة أي منها.
   *[yes] الرد على أولها خلال { $left }.
}
runs-out-first = { $ends ->
    [no] لا تنتهي مهلة أي منها.
   *[yes] أولها ينتهي خلال { $left }.
}
once = مرة واحدة
endless = بلا نهاية مطلوبة
untold = المدة غير مذكورة
unit = { $unit ->
    [day] { $count ->
        [zero] { $count } يوم
        [one] يوم
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
    [hour] { $count } س
    [minute] { $count } د
   *[second] { $count } ث
}
