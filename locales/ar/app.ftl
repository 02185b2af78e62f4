# كلمات الواجهة نفسها: أسماء الأماكن وعناصر التحكم وأُطر الأوقات المتبقية. ما يقال عن طلب أو صلاحية أو السجل يأتي من النواة.
#
# معجم المصطلحات
#   request      طلب
#   grant        منح؛ صلاحية ممنوحة (تنتهي من تلقاء نفسها)
#   agree        موافقة (حين تلزم موافقة غيرك أيضًا)
#   deny         رفض
#   revoke       سحب
#   approver     من يقرر
#   requester    صاحب الطلب
#   tenant       مؤسسة
#   queue        قائمة انتظار، واختصارًا: قائمة
#   inbox        الوارد
#   log          السجل؛ entry: قيد
#   witness      شاهد؛ witnessed: مشهود عليه، cosigned: موقَّع من الشاهد
#   leaf, root   ورقة، جذر
#   doctor       فحص
#   held         محتجز: تقرر ولم يُرسل بعد
#   keyring      حلقة المفاتيح
# الأزرار بالمصدر. لا أفعال أمر مذكّرة في الأزرار.

## النافذة

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] الوارد
    [grants] الصلاحيات السارية
    [log] السجل
    [insights] الإحصاءات
   *[settings] الإعدادات
}
frame-pages = الصفحات
frame-queues = القوائم
frame-queue = { $name }: { $state }، آخر ما وصل { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = تدريب: غير حقيقي
frame-practice-long = ما تعرضه قائمة التدريب غير حقيقي.
frame-shortcuts = الاختصارات
frame-close = إغلاق
frame-change-keys = تغيير المفاتيح
frame-find = بحث
frame-single-keys = المفاتيح المفردة تعمل في القائمة وصفحة الطلب، ولا تعمل أثناء الكتابة.
frame-notices = تنبيهات
frame-next-try = المحاولة التالية بعد { $seconds } ث
frame-try-now = المحاولة الآن
frame-try-again = إعادة المحاولة
frame-open-log = فتح السجل
frame-unlock = فتح حلقة المفاتيح
frame-not-read = تعذرت قراءة البيانات.
queue-state = { $state ->
    [fresh] متصلة
    [old] البيانات تتقادم
   *[off] تعذر الوصول
}
time-days = { $days } ي
time-hours = { $hours } س

## الوقت حيث يضيق المكان

time-minutes = { $minutes } د
time-hours-minutes = { $hours } س { $minutes } د
time-seconds = { $seconds } ث

## النسخ

copy-done = نُسخ
copy-failed = تعذر النسخ

## الوارد

inbox-list = الطلبات { $by }
inbox-by = { $sort ->
    [age] الأطول انتظارًا أولًا
    [risk] حسب الخطورة
   *[time-left] حسب الوقت المتبقي
}
inbox-fresh = { $count ->
    [zero] لا طلبات جديدة منذ آخر نظرة
    [one] طلب جديد منذ آخر نظرة
    [two] طلبان جديدان منذ آخر نظرة
    [few] { $number } طلبات جديدة منذ آخر نظرة
    [many] { $number } طلبًا جديدًا منذ آخر نظرة
   *[other] { $number } طلب جديد منذ آخر نظرة
}
inbox-show = عرض
inbox-outbox = { $count ->
    [zero] لا قرارات تنتظر الإرسال
    [one] قرار واحد ينتظر الإرسال
    [two] قراران ينتظران الإرسال
    [few] { $number } قرارات تنتظر الإرسال
    [many] { $number } قرارًا تنتظر الإرسال
   *[other] { $number } قرار تنتظر الإرسال
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [zero] لا صلاحيات سارية
    [one] صلاحية سارية واحدة
    [two] صلاحيتان ساريتان
    [few] { $number } صلاحيات سارية
    [many] { $number } صلاحية سارية
   *[other] { $number } من الصلاحيات السارية
}
inbox-choose = اختر طلبًا لقراءته هنا.
filter-name = التصفية
filter-hint = تصفية: risk:high tenant:contoso
filter-clear = مسح التصفية
filter-show-all = عرض كل الطلبات
filter-found = { $count ->
   *[other] عدد الطلبات المطابقة: { $number }.
}
filter-suggestions = { $count ->
   *[other] عدد الاقتراحات: { $number }
}
narrow-name = الفرز والتجميع والتضييق
narrow-sort = الفرز
narrow-group = التجميع
narrow-group-by = { $group ->
    [tenant] حسب المؤسسة
    [requester] حسب صاحب الطلب
    [risk] حسب الخطورة
   *[none] دون تجميع
}
narrow-more = { $count ->
   *[other] وغيرها: { $number }
}
views-title = العروض
views-own = عروضك
views-name = اسم العرض
views-hint = حفظ هذه القائمة باسم…
views-save = حفظ
views-rename = تغيير الاسم
views-remove = إزالة
views-taken = يوجد لديك عرض بهذا الاسم. يلزم اسم آخر.
bulk-name = المحدَّد
bulk-selected = { $count ->
   *[other] المحدَّد في { $tenant }: { $number }
}
bulk-none = لا شيء محدَّد.
bulk-other-tenant = المحدَّد يخص { $tenant }. لا يجمع التحديد أكثر من مؤسسة.
bulk-cannot = لا يمكن تحديد هذا الطلب: لا قرار لك فيه.
bulk-full = الحد الأقصى للطلبات دفعة واحدة: { $number }.
bulk-all = تحديد الكل
bulk-clear = إلغاء التحديد
bulk-deny = رفض…
bulk-snooze = تأجيل…
bulk-grant = منح قليل الخطورة…
bulk-held = { $count ->
   *[other] القرارات المحتجزة: { $number }، { $seconds } ث
}
bulk-undo = تراجع عن الكل
bulk-done = { $count ->
   *[other] عدد القرارات المحتجزة: { $number }.
}
bulk-undone = { $count ->
   *[other] عدد القرارات المتراجَع عنها: { $number }. لم يُرسل شيء منها.
}
review-left-out = { $count ->
   *[other] المستثنى: { $number }
}
review-more = { $count ->
   *[other] طلبات أخرى مطابقة خارج هذه المراجعة: { $number }، فهي أكثر مما يمكن دفعة واحدة.
}
review-each = يُوقَّع كل قرار ويُحتجز ويُتراجع عنه على حدة.
review-reason-needed = السبب، لازم: يُحفظ في السجل
review-confirm = { $action ->
    [grant] منح { $number }
    [deny-and-report] رفض { $number } والإبلاغ
   *[deny] رفض { $number }
}
snooze-title = تأجيل حتى
snooze-act = تأجيل
snooze-wake = إعادة الآن
snooze-woken = عاد الطلب إلى الوارد.
snooze-minutes = بعد { $minutes } دقيقة
snooze-hours = { $count ->
    [zero] بعد { $number } ساعة
    [one] بعد ساعة
    [two] بعد ساعتين
    [few] بعد { $number } ساعات
    [many] بعد { $number } ساعة
   *[other] بعد { $number } ساعة
}
snooze-tomorrow = غدًا: { $at }
snooze-before-end = قبل انتهاء المهلة بعدد دقائق: { $minutes }
snooze-foot = يعود الطلب إذا تغيّر، وعلى أبعد حد حين يبقى عُشر وقته.
snooze-done = { $count ->
   *[other] عدد الطلبات المؤجلة: { $number }.
}
fold-asked = { $count ->
   *[other] عدد الطلبات: { $number }، من
}
fold-each = عرض كل طلب
fold-report = رفض الكل والإبلاغ…

## صفحة الطلب

sheet-name = الطلب
sheet-back = العودة إلى القائمة
sheet-place = { $place } من { $total }
sheet-left = بقي { $time }، { $rest }
sheet-time-call = { $call ->
    [ten-minutes] بقيت ١٠ دقائق للرد.
    [two-minutes] بقيت دقيقتان للرد.
   *[expired] انتهى وقت الرد.
}
sheet-raw = الأصل
sheet-as-shown = كما يُعرض
sheet-raw-label = النص وكل محرف غير معتاد مكتوب برمزه
sheet-on-behalf = بالنيابة عن
sheet-kind = { $kind ->
    [person] شخص
    [agent] وكيل
    [service] خدمة
   *[other] { $kind }
}
sheet-usual = المعتاد، ثم الآن
sheet-becomes = يصبح
sheet-others = ما قرره آخرون
sheet-so-far = حتى الآن
sheet-unknown = غير معروف
sheet-saw-and-now = ما رأيته، وما هو مكتوب الآن
sheet-now = الآن
sheet-open-page = فتح في { $host }

## القرار

decide-name = القرار
decide-how-long = المدة
decide-length-field = المدة أو النهاية، مثل 90m أو until 18:00
decide-once-started = من لحظة البدء
decide-usual = المعتاد
decide-until = حتى { $time }
decide-reason = السبب
decide-reason-hint = السبب، يُحفظ في السجل
decide-deny-hint = لمَ لا؟ يُحفظ في السجل
decide-deny = رفض
decide-deny-offer = رفض وعرض { $length }
decide-offer = عرض بديل
decide-offer-none = لا شيء
decide-offer-says = سيذكر السبب أنه يمكن منح حتى { $length } عند الطلب من جديد.
decide-offer-nothing = لا تستطيع هذه القائمة منح أقل مما طُلب. يمكن للرفض أن يذكر ما كنت ستمنحه.
decide-grant = منح { $length }
decide-hold-to-grant = اضغط مطولًا لمنح { $length }
decide-grant-once = منح لمرة واحدة
decide-hold-to-grant-once = اضغط مطولًا للمنح مرة واحدة
decide-agree = موافقة على { $length }
decide-hold-to-agree = اضغط مطولًا للموافقة على { $length }
decide-agree-once = موافقة لمرة واحدة
decide-hold-to-agree-once = اضغط مطولًا للموافقة مرة واحدة
decide-keep-holding = واصل الضغط { $seconds }
decide-ask-grant = منح { $length }؟
decide-ask-grant-once = منح لمرة واحدة؟
decide-ask-agree = موافقة على { $length }، { $share }؟
decide-ask-agree-once = موافقة لمرة واحدة، { $share }؟
decide-confirm = تأكيد
decide-back = رجوع
decide-type = اكتب { $word }
decide-type-label = اكتب اسم المؤسسة: { $word }
decide-still-needed = ما زال يلزم: { $parts }.
decide-need = { $need ->
    [reason] سبب
    [tenant] اسم المؤسسة
   *[length] مدة
}
decide-again = قرار من جديد
decide-next = الطلب التالي
decide-show-in-log = عرض في السجل
decide-undo = تراجع
decide-undone = تم التراجع. لم يُرسل شيء.
decide-send-now = إرسال الآن
decide-reason-given = السبب: { $reason }
decide-held = { $count ->
    [zero] يُرسل القرار حالًا.
    [one] القرار محتجز لثانية واحدة. للتراجع: { $key }.
    [two] القرار محتجز لثانيتين. للتراجع: { $key }.
    [few] القرار محتجز لمدة { $number } ثوانٍ. للتراجع: { $key }.
    [many] القرار محتجز لمدة { $number } ثانية. للتراجع: { $key }.
   *[other] القرار محتجز لمدة { $number } ثانية. للتراجع: { $key }.
}
decide-steps = إلى أين وصل هذا القرار
decide-step = { $step ->
    [held] محتجز
    [signed] موقَّع
    [sent] مرسل
   *[recorded] مسجَّل
}
risk-level = { $level ->
    [low] منخفض
    [medium] متوسط
    [high] عالٍ
   *[critical] حرج
}
classify-done = { $level ->
    [low] صُنِّف: خطر منخفض.
    [medium] صُنِّف: خطر متوسط.
    [high] صُنِّف: خطر عالٍ.
   *[critical] صُنِّف: خطر حرج.
}
classify-take-back = سحب التصنيف
classify-taken-back = سُحب التصنيف.

## الصلاحيات السارية

grants-risk = الخطر
grants-who = من يملك ماذا
grants-tenant = المؤسسة
grants-left = الوقت المتبقي
grants-until = حتى
grants-act = إجراء
grants-same-zone = المنطقة نفسها
grants-revoke = سحب
grants-revoke-now = سحب الآن
grants-revoke-reason = السبب، اختياري
grants-revoke-whose = سحب صلاحية { $who }
grants-revoked = السحب في الطريق.
grants-key = سحب
grants-key-shorten = تقصير
grants-group = التجميع
grants-group-by = { $by ->
    [time] حسب الوقت المتبقي
    [tenant] حسب المؤسسة
   *[holder] حسب صاحب الصلاحية
}
grants-shorten = تقصير
grants-shorten-whose = تقصير صلاحية { $who }
grants-shorten-end = النهاية الجديدة، مثل 30m أو until 18:00
grants-shorten-hint = 30m أو until 18:00
grants-shorten-now = تقصير الآن
grants-shorten-was = سابقًا: { $end }
grants-shortened = التقصير في الطريق.

## السجل

log-whose = سجل أي قائمة
log-verify = تحقق الآن
log-verify-again = تحقق من جديد
log-verifying = جارٍ التحقق
log-export = تصدير
log-export-evidence = تصدير الأدلة
log-exported = كُتب في { $path }
log-time = الوقت
log-decision = القرار
log-entries = القيود
log-witness = الشاهد
log-list = القرارات، الأحدث أولًا
log-row = { $time }، { $verb } { $whom }، { $what }، { $witness }
log-witness-word = { $witness ->
    [witnessed] مشهود عليه
    [not-yet] ليس بعد
    [not-provable] لا يمكن إثباته
   *[does-not-match] غير مطابق
}
log-not-yet = { $count ->
    [zero] لا شيء ينتظر
    [one] قيد واحد ليس بعد
    [two] قيدان ليس بعد
    [few] { $number } قيود ليس بعد
    [many] { $number } قيدًا ليس بعد
   *[other] { $number } قيد ليس بعد
}
log-tail = { $witnessed } من { $entries } من القيود مشهود عليها
log-proved-one = ١ مثبت
log-proved = ١ إلى { $last } مثبتة
log-not-provable-one = { $entry } لا يمكن إثباته
log-not-provable = { $first } إلى { $last } لا يمكن إثباتها
log-choose = اختر قرارًا لعرض إثباته.
log-proof = الإثبات
log-proof-whole = القيد هو الشجرة كلها.
log-proof-drawing = { $count ->
    [zero] القيد هو الشجرة كلها.
    [one] من القيد مرورًا بجار واحد إلى الجذر.
    [two] من القيد مرورًا بجارين إلى الجذر.
    [few] من القيد مرورًا بعدد { $number } جيران إلى الجذر.
    [many] من القيد مرورًا بعدد { $number } جارًا إلى الجذر.
   *[other] من القيد مرورًا بعدد { $number } جار إلى الجذر.
}
log-leaf = الورقة
log-root = الجذر
log-cosigned = توقيع الشاهد
log-not-cosigned = ليس بعد
log-copy-proof = نسخ الإثبات
log-raw-envelope = المغلف الخام
log-shown = ما عُرض
log-to-do = ما العمل
log-to-do-step = { $step ->
    [export] صدِّر الأدلة. تضم هذا السجل كما هو مع إثباتاته.
    [tell] أبلغ من يدير القائمة. لدى شاهدهم نسخة خاصة به.
   *[recover] للمنح من جديد ابدأ سجلًا جديدًا يطلب قبوله مجددًا: { "doorward keys recover" }
}

log-search = البحث في القرارات
log-search-clear = مسح البحث
log-search-where = مكان البحث
log-search-in = { $where ->
    [here] هذا السجل
   *[all] كل السجلات
}
log-searching = جارٍ البحث
log-found = { $count ->
    [zero] لم يُعثر على قرارات
    [one] عُثر على قرار واحد
    [two] عُثر على قرارين
    [few] عُثر على { $number } قرارات
    [many] عُثر على { $number } قرارًا
   *[other] عُثر على { $number } قرار
}
log-found-more = قرارات عُثر عليها: { $number }، وهناك غيرها
log-found-none = لا قرار يطابق «{ $words }».
log-found-none-hint = يُبحث عن كل كلمة بوصفها بداية: لأسماء أو أسباب أو أدوار أو مؤسسات أو تذاكر. العبارة توضع بين علامتي تنصيص.
log-export-what = تصدير هذا السجل
log-export-form = { $form ->
    [json] JSON مع البراهين
    [csv] CSV، جدول
   *[ocsf] OCSF، أحداث
}
log-export-form-hint = { $form ->
    [json] كل القيود. يمكن لأي كان التحقق منها دون Doorward.
    [csv] سطر لكل قرار دون براهين: لجداول البيانات.
   *[ocsf] حدث لكل قرار دون براهين: لنظام SIEM.
}
log-export-names = في الملف أسماء وأسباب. يلزم حفظه بالعناية نفسها التي للسجل.
log-export-choose = اختيار المكان
log-export-cancel = إلغاء
log-exporting = جارٍ الكتابة، { $entries } من { $total } من القيود
log-exporting-begun = جارٍ الكتابة
log-export-stop = إيقاف
log-exported-decisions = { $count ->
    [0] لا أسماء فيه ولا أسباب.
    [zero] لا أسماء فيه ولا أسباب.
    [one] فيه أسماء قرار واحد وأسبابه: يلزم حفظه بالعناية نفسها التي للسجل.
    [two] فيه أسماء قرارين وأسبابهما: يلزم حفظه بالعناية نفسها التي للسجل.
    [few] فيه أسماء { $number } قرارات وأسبابها: يلزم حفظه بالعناية نفسها التي للسجل.
    [many] فيه أسماء { $number } قرارًا وأسبابها: يلزم حفظه بالعناية نفسها التي للسجل.
   *[other] فيه أسماء { $number } قرار وأسبابها: يلزم حفظه بالعناية نفسها التي للسجل.
}

## الإحصاءات

insights-period = المدة
insights-days = { $period ->
    [week] آخر ٧ أيام
    [month] آخر ٣٠ يومًا
    [quarter] آخر ٩٠ يومًا
   *[year] آخر ١٢ شهرًا
}
insights-queue = القائمة
insights-all-queues = كل القوائم
insights-figure = { $figure ->
    [yours] قرارات منك
    [in-time] في الموعد
    [shortened] مُنح لمدة أقصر
    [denied] مرفوض
    [undone] تُراجع عنه في الوقت
   *[used] من الوقت الممنوح استُعمل
}
insights-no-figure = لا شيء يُحسب منه
insights-as-table = العرض جدولًا
insights-as-picture = العرض رسمًا
insights-arrows = مفاتيح الأسهم تنتقل من قيمة إلى قيمة.
insights-point = { $label }: { $said }
insights-nothing = لم يُطلب شيء ولم يُقرر شيء في هذه الأيام.
insights-nothing-hint = يمكن اختيار مدة أطول أو كل القوائم.
insights-few = { $count ->
   *[other] العدد { $number } فقط: أقل من أن يدل على المعتاد.
}
insights-share = { $share } ({ $number })
insights-of = { $part } من { $total }
insights-column = { $column ->
    [who] من
    [median] النصف خلال
    [p90] تسعة من عشرة خلال
    [decisions] القرارات
    [answer] الرد
    [requests] الطلبات
    [share] النسبة
    [day] اليوم
    [week] الأسبوع من
    [asked] المطلوب
    [decided] المقرر
    [yours] منك
    [risk] الخطر
    [role] الدور
    [tenant] المؤسسة
    [granted] كما طُلب
    [shorter] أقصر
    [denied] مرفوض
    [median-length] المدة الوسيطة
    [what] ماذا
    [clicked] نُقر
    [stood] ثبت
    [agreed] موافقة من عدة
    [undone] تُراجع عنه
    [changed] تغيّر أثناءها
    [unsigned] لم يوقَّع
    [others-first] سبق إليه غيرك
    [refused] لم يُقبل
    [too-late] فات الأوان
    [open] في الطريق
    [time] الوقت
   *[minutes] الدقائق
}
insights-took = النصف يُقرر خلال { $median }
insights-took-one = تقرر واحد، بعد { $median }
insights-took-none = لم يقرر أي إنسان في طلب
insights-took-about = من الطلب إلى القرار. تسعة من عشرة خلال { $p90 }
insights-took-about-one = من الطلب إلى القرار
insights-took-who = { $who ->
    [everybody] الجميع
   *[you] أنت
}
insights-took-said = النصف خلال { $median }، وتسعة من عشرة خلال { $p90 }
insights-took-nothing = لا قرارات
insights-sla = { $percent } جاء الرد عليها في الموعد
insights-sla-all = جاء الرد عليها كلها في الموعد
insights-sla-no = لم يأت الرد على أي منها في الموعد
insights-sla-none = لم يكن هناك رد مستحق
insights-sla-about = { $count ->
    [zero] لم يُقرر شيء ولم يكن مستحقًا
    [one] من طلب واحد تقرر أو كان يجب أن يُقرر
    [two] من طلبين تقررا أو كان يجب أن يُقررا
    [few] من { $number } طلبات تقررت أو كان يجب أن تُقرر
    [many] من { $number } طلبًا تقررت أو كان يجب أن تُقرر
   *[other] من { $number } طلب تقررت أو كان يجب أن تُقرر
}
insights-answer = { $answer ->
    [in-time] في الموعد
    [late] متأخر
   *[unanswered] بلا رد
}
insights-volumes = أكثر الطلبات يوم { $day }: { $number }
insights-volumes-week = أكثر الطلبات في الأسبوع من { $day }: { $number }
insights-volumes-even = { $step ->
    [day] لا يوم بارز: { $number } على الأكثر
   *[week] لا أسبوع بارز: { $number } على الأكثر
}
insights-volumes-none = لم يُطلب شيء
insights-volumes-about = { $step ->
    [day] الطلبات في كل يوم
   *[week] الطلبات في كل أسبوع
}
insights-volumes-said = المطلوب { $asked }، والمقرر { $decided }، ومنك { $yours }
insights-volume = { $series ->
    [asked] المطلوب
    [decided] المقرر
   *[yours] منك
}
insights-risk = { $percent } كانت عالية الخطر أو حرجة
insights-risk-no = لم يكن أي منها عالي الخطر أو حرجًا
insights-risk-all = كانت كلها عالية الخطر أو حرجة
insights-risk-about = { $count ->
    [zero] بلا طلبات
    [one] من طلب واحد، حسب خطره
    [two] من طلبين، حسب خطرهما
    [few] من { $number } طلبات، حسب خطرها
    [many] من { $number } طلبًا، حسب خطرها
   *[other] من { $number } طلب، حسب خطرها
}
insights-shortened = { $percent } من الصلاحيات الممنوحة أقصر مما طُلب
insights-shortened-no = لا صلاحية ممنوحة أقصر مما طُلب
insights-shortened-all = كل صلاحية ممنوحة أقصر مما طُلب
insights-shortened-none = لم يمنح أي إنسان شيئًا
insights-roles-about = في المجموع، وللأدوار الأكثر قرارات
insights-roles-all = كل الأدوار
insights-decision = { $decision ->
    [granted] كما طُلب
    [shorter] أقصر
   *[denied] مرفوض
}
insights-decision-said = كما طُلب { $granted }، وأقصر { $shorter }، ومرفوض { $denied }
insights-own = { $count ->
    [zero] لا قرارات منك
    [one] قرار واحد منك
    [two] قراران منك
    [few] { $number } قرارات منك
    [many] { $number } قرارًا منك
   *[other] { $number } قرار منك
}
insights-own-undone = { $count ->
    [zero] لا قرارات منك، وتراجعات { $undone }
    [one] قرار واحد منك، وتراجعات { $undone }
    [two] قراران منك، وتراجعات { $undone }
    [few] { $number } قرارات منك، وتراجعات { $undone }
    [many] { $number } قرارًا منك، وتراجعات { $undone }
   *[other] { $number } قرار منك، وتراجعات { $undone }
}
insights-own-none = لا قرارات منك
insights-own-about = ما نقرت عليه، وما آل إليه
insights-end = { $end ->
    [stood] ثبت
    [undone] تُراجع عنه
    [no-effect] بلا أثر
   *[open] في الطريق
}
insights-end-said = ثبت { $stood }، وتُراجع عن { $undone }، وبلا أثر { $failed }، وفي الطريق { $open }
insights-used = استُعمل { $percent } من الوقت الممنوح
insights-used-none = لم تنته صلاحية يُعرف كم استُعملت
insights-used-about = { $count ->
    [zero] بلا صلاحيات منتهية
    [one] حتى نهايتها أو سحبها، من صلاحية منتهية واحدة
    [two] حتى نهايتهما أو سحبهما، من صلاحيتين منتهيتين
    [few] حتى نهايتها أو سحبها، من { $number } صلاحيات منتهية
    [many] حتى نهايتها أو سحبها، من { $number } صلاحية منتهية
   *[other] حتى نهايتها أو سحبها، من { $number } صلاحية منتهية
}
insights-untold = صلاحيات أخرى لا يُعرف استعمالها: { $number }.
insights-time = { $time ->
    [used] مستعمل
   *[unused] غير مستعمل
}

## القوائم

queues-list = القوائم المتصلة
queues-connect = وصل قائمة
queues-sign-in-again = تسجيل الدخول من جديد
queues-new-token = رمز دخول جديد
queues-doctor = فحص
queues-doctor-of = ما الذي يعيق { $name }
queues-looking = جارٍ الفحص
queues-look-again = إعادة الفحص
queues-close-look = إغلاق نتيجة الفحص
queues-copy-report = نسخ التقرير
queues-weight = { $weight ->
    [ok] سليم
    [warning] يستحق النظر
   *[error] عائق
}
queues-check = { $check ->
    [profile] الملف الشخصي
    [keyring] حلقة المفاتيح
    [queues] قائمة القوائم
    [store] المجلد
    [address] العنوان
    [reach] الوصول
    [token] رمز الدخول
    [sign-in] من أنت
    [api] الإصدار
    [clock] الساعة
    [device] هذا الجهاز
    [key] مفتاحه
    [security-key] مفتاح الأمان
    [witness] الشاهد
    [queue-log] سجل القائمة
    [mirror] ما هو معروف
    [presence] الحضور
    [capabilities] ما تستطيعه
   *[other] { $check }
}
queues-experimental = تجريبية
queues-experimental-why = تجريبية: { $why }
queues-remove = إزالة
queues-remove-which = إزالة { $name }
queues-remove-now = إزالة
queues-keep = إبقاء
queues-type-name = اكتب اسمها لإزالتها: { $name }
queues-removed = أُزيلت { $name }: لن يصل منها شيء ولن يُرسل إليها شيء.
queues-can = ما تستطيعه

## وصل قائمة

connect-again = تسجيل الدخول من جديد في { $name }
connect-stage = { $stage ->
    [choose] النظام
    [fill] تسجيل الدخول
   *[done] متصلة
}
connect-stages = الخطوات
connect-past = { $step }، تم
connect-choose = من أين تأتي الطلبات؟
connect-weaker = أضعف من غيره
connect-needs = ما تحتاج إليه
connect-page = كل شيء عنه: { $page }
connect-cancel = إلغاء
connect-back = رجوع
connect-next = التالي
connect-address = العنوان
connect-address-hint = https، أو http على هذا الجهاز
connect-address-is = العنوان { $address }
connect-address-at = { $system }، { $address }
connect-whole = كتابة العنوان دفعة واحدة
connect-in-parts = ملء أجزائه
connect-name = الاسم الذي تطلقه عليها
connect-name-hint = يظهر في القوائم وفي سجلك
connect-watch = مراقبة فقط
connect-watch-hint = تُقرأ هنا وتُقيَّم ويُنبَّه عليها، ويُتخذ القرار في نظامها.
connect-who = من أنت هناك
connect-way = { $way ->
    [browser] في المتصفح
    [code] برمز قصير
   *[token] برمز دخول
}
connect-way-hint = { $way ->
    [browser] تُفتح صفحة المزود في متصفحك.
    [code] تكتب رمزًا قصيرًا في صفحة، في أي متصفح وعلى أي جهاز.
   *[token] ممن يدير النظام، أو تنشئه بنفسك هناك. لرمز الدخول نهاية، وعندها تلصق غيره.
}
connect-client = معرّف العميل
connect-client-hint = كما سجلته مؤسستك
connect-secret = سر العميل، إن وُجد
connect-secret-kept = محفوظ من قبل
connect-more = مزود آخر
connect-issuer = جهة الإصدار
connect-issuer-hint = بدلًا من { $issuer }
connect-token = رمز الدخول
connect-file = مسار ملف هويتك
connect-file-hint = يُقرأ مرة واحدة. ويوضع ما فيه في حلقة مفاتيح النظام: احذف الملف بعد ذلك.
connect-invitation = دعوة، إن كان لك جهاز آخر هناك
connect-keyring = يُحفظ في حلقة مفاتيح النظام ولا يُحفظ في مكان آخر.
connect-check = تحقق ثم وصل
connect-sign-in = تسجيل الدخول ثم الوصل
connect-not-all = ما زالت بعض الحقول فارغة.
connect-doing = جارٍ وصل { $name }
connect-step = { $step ->
    [reach] الوصول
    [sign-in] تسجيل الدخول
    [check] من أنت
   *[hear] الوصل
}
connect-doing-step = { $step ->
    [reaching] نسأل هل تجيب
    [signing-in] نسأل المزود
    [browser] بانتظار تسجيل دخولك في المتصفح
    [code] بانتظار كتابة الرمز
    [checking] نتحقق من أنت هناك
   *[connecting] جارٍ الوصل والقراءة الأولى
}
connect-page-opened = فُتحت الصفحة في متصفحك. إن لم تظهر فانسخ عنوانها وافتحها بنفسك.
connect-page-by-hand = تعذر فتح متصفح. انسخ عنوان الصفحة وافتحها بنفسك.
connect-copy-address = نسخ العنوان
connect-type-code = افتح { $address } في أي متصفح واكتب هذا الرمز:
connect-copy-code = نسخ الرمز
connect-waits = الانتظار خمس دقائق. إن أظهرت الصفحة خطأ فأوقف وتحقق من العميل.
connect-stop = إيقاف
connect-stopping = جارٍ الإيقاف
connect-stopped = لم يوصل شيء.
connect-done = وُصلت { $name }.
connect-you-are = أنت
connect-approver-in = تقرر في
connect-guarantee = ما تضمنه
connect-to-inbox = فتح الوارد
connect-to-queues = عرض القوائم
connect-another = وصل قائمة أخرى

## الإعدادات

settings-sections = أقسام الإعدادات
settings-search = البحث في الإعدادات
settings-none = لا إعداد بهذا الاسم.
settings-back = كل الإعدادات
settings-section = { $section ->
    [queues] القوائم
    [keys] الهويات والمفاتيح
    [notifications] الإشعارات
    [away] الغياب
    [roles] الأدوار الخطرة
    [language] اللغة والمنطقة
    [appearance] المظهر
    [keyboard] لوحة المفاتيح
    [computer] هذا الحاسوب
   *[about] حول التطبيق
}
# أسماء الإعدادات، للبحث ولوحة الأوامر أيضًا.
settings-name = { $setting ->
    [connect] وصل قائمة
    [devices] أجهزتك
    [new-key] تغيير مفتاح هذا الجهاز
    [admit] قبول جهاز آخر
    [security-keys] مفاتيح الأمان
    [levels] ما يُشعَر به، وكيف
    [digest] أوقات الملخص
    [quiet] ساعات الهدوء
    [hide] إخفاء من وماذا وأين
    [nudges] تذكير عند نصف الوقت وتسعة أعشاره
    [notify-language] لغة الإشعارات
    [example] إرسال إشعار الآن
    [away] غياب حتى
    [pause] إيقاف الإشعارات مؤقتًا
    [role] مدى خطر الدور
    [language] اللغة
    [zone] المنطقة الزمنية
    [theme] فاتح أو داكن
    [contrast] تباين أكبر
    [density] ارتفاع الصفوف
    [text-size] حجم النص
    [motion] حركة أقل
    [single-keys] مفاتيح بلا { $mod }
    [keys] تغيير المفاتيح
    [login] البدء عند تسجيل الدخول
    [close] البقاء في علبة النظام عند إغلاق النافذة
    [version] الإصدار
    [profile] مكان الملف الشخصي
    [first-steps] الخطوات الأولى
    [practise] التدريب
   *[checks] ما يُتحقق منه
}
# كلمات أخرى يُعثر بها على إعداد.
settings-words = { $setting ->
    [connect] إضافة موصل تسجيل دخول
    [devices] بصمة سحب مسجل
    [new-key] تدوير تجديد
    [admit] بصمة دعوة
    [security-keys] رمز لمس مفتاح مرور FIDO
    [levels] تنبيه مستوى الخطر فورًا أبدًا
    [digest] تلخيص مجمّع
    [quiet] عدم الإزعاج ليل عطلة صمت
    [hide] شاشة القفل خصوصية تفاصيل
    [nudges] مهلة موعد
    [notify-language] ترجمة تنبيهات
    [example] تجربة معاينة
    [away] غائب عطلة إجازة خارج المكتب
    [pause] كتم صمت تأجيل
    [role] تصنيف خطر جدول
    [language] ترجمة لسان
    [zone] منطقة ساعة توقيت
    [theme] لون الوضع الليلي
    [contrast] تسهيلات الوصول
    [density] متراص مريح
    [text-size] تكبير خط أكبر
    [motion] رسوم متحركة تسهيلات الوصول
    [single-keys] اختصارات تسهيلات الوصول
    [keys] اختصارات تخصيص
    [login] تشغيل تلقائي إقلاع
    [close] إنهاء الخلفية
    [version] ترخيص
    [profile] مجلد سجلات
    [first-steps] مقدمة جولة من جديد
    [practise] تمرين طلبات مختلقة
   *[checks] تحقق شاهد حلقة المفاتيح
}
settings-keep = تركه كما هو

settings-risk = الخطر
settings-way = { $way ->
    [at-once] فورًا
    [digest] في ملخص
   *[never] بلا إشعار
}
settings-way-of = { $level }: { $way }
settings-when-quiet = في ساعات الهدوء
settings-comes-through = يصل
settings-waits = ينتظر
settings-caps = { $one } في الدقيقة و{ $hour } في الساعة على الأكثر عن صاحب طلب واحد. ما زاد عن { $all } في الدقيقة يأتي في إشعار واحد. إغراق الطلبات يُشعَر به مرة واحدة. الأدوار التي لم يصنفها أحد تُعد عالية الخطر.
settings-digest-at = وقته
settings-digest-at-hint = أوقات مثل 09:00 14:00، وبلا أوقات لا يأتي
settings-digest-every = كل
settings-digest-minutes = { $minutes } د
settings-digest-not = في هذه الأوقات فقط
settings-no-time = «{ $text }» ليس وقتًا من اليوم. الكتابة هكذا: 20:00.
settings-zone-own = توقيت { $zone }، يتبع ساعة هذا الحاسوب
settings-zone-set = توقيت { $zone }
settings-quiet-usual = الليالي وعطل نهاية الأسبوع
settings-quiet-none = لا ساعات هدوء.
settings-quiet-what = ما ينتظر فيها يُلخص مرة واحدة في آخرها.
settings-quiet-from = { $day }، الهدوء من
settings-quiet-to = { $day }، الهدوء حتى
settings-quiet-to-word = إلى
settings-quiet-all = طوال اليوم
settings-quiet-add = إضافة ساعات هدوء: { $day }
settings-quiet-remove = إزالة ساعات الهدوء: { $day } من { $from }
settings-quiet-copy = تعميم ساعات { $day } على كل الأيام
settings-hide-what = للشاشات التي يراها غيرك: يقول الإشعار إن شيئًا ينتظر، وما مدى خطره، وحتى متى.
settings-preview = كما سيظهر
settings-preview-case = { $case ->
    [at-once] فورًا
    [reminder] تذكير، { $at }
   *[digest] ملخص، { $at }
}
settings-preview-none = لا إشعارات بهذه الإعدادات. يبقى العدد في الوارد وعلبة النظام.
settings-preview-foot = لا يُقرر شيء من الإشعار. أزراره تفتح الطلب هنا. ويختفي حين يقرر غيرك.
settings-review = مراجعة
settings-deny = رفض…
settings-sent = أُرسل. هو على سطح المكتب.

settings-away-day = اليوم
settings-away-time = الوقت
settings-away-go = بدء الغياب
settings-away-is = غياب حتى { $until }.
settings-away-back = انتهى الغياب
settings-away-over = يلزم يوم ووقت قادمان، مثل { $example }.
settings-away-tomorrow = حتى الغد
settings-away-monday = حتى الاثنين
settings-away-week = لمدة أسبوع
settings-away-what = لا إشعارات حتى ذلك الحين، ولا للحرج منها. ما ينتهي قبله يُشعَر به عند المغادرة، وعند العودة يأتي ملخص واحد. لا تُسلَّم الطلبات لأحد: من يحق له القرار أيضًا يراها كما كان.
settings-pause-minutes = لمدة { $minutes } د
settings-pause-hours = لمدة { $hours } س
settings-pause-open = حتى الاستئناف
settings-pause-what = لا إشعار إلا بما هو حرج.
settings-pause-is = متوقفة حتى { $until }.
settings-pause-is-open = متوقفة حتى الاستئناف.
settings-pause-on = استئناف

settings-read = كما في { $at }
settings-not-read = لم يُقرأ بعد
settings-this-device = هذا الجهاز
settings-fingerprint = البصمة
settings-copy-fingerprint = نسخ البصمة
settings-enrolled = سُجل { $at }
settings-used = استُعمل { $at }
settings-never-used = لم يُستعمل قط
settings-revoked = سُحب { $at }
settings-new-device = جديد: هل هو منك؟
settings-key-change = تغيير مفتاحه
settings-key-change-what = بعدها لا تقبل القائمة إلا المفتاح الجديد. ما وُقع قبله لا يفقد قيمته.
settings-key-changed = لهذا الجهاز مفتاح جديد.
settings-key-waits = لم تؤكد القائمة المفتاح الجديد لهذا الجهاز بعد. يُبلَّغ من تلقاء نفسه.
settings-device-revoke = سحب
settings-device-revoke-which = سحب { $name }
settings-device-revoke-what = لن يُقبل بعدها أي توقيع من { $name }. لا رجوع عن هذا.
settings-device-revoked = سُحب { $name }.
settings-asks = يطلب القبول منذ { $at }
settings-admit-what = عند الجلوس أمامه تلزم مقارنة ما يعرضه ثم كتابته هنا.
settings-admit = قبول
settings-admitted = قُبل { $name } ويمكنه القرار من الآن.
settings-log-key = مفتاح سجل هذا الجهاز، للتحقق منه في مكان آخر
settings-copy-log-key = نسخ مفتاح السجل
settings-security-add = إضافة مفتاح أمان
settings-security-name = اسمه عندك
settings-security-touch = يلزم لمسه حين يومض. وإن كان هناك مفتاح مسجل آخر فيلزم لمسه أيضًا: فهو يضمن الجديد.
settings-security-none = لا يوجد. لا يمكن من هنا منح ما يتطلب مفتاحًا.
settings-security-at = سُجل { $at } في { $by }
settings-security-remove = إزالة
settings-security-remove-which = إزالة { $name }
settings-security-remove-what = لن يُقبل بعدها أي توقيع من { $name }.
settings-security-added = سُجل { $name }.
settings-security-removed = أُزيل { $name }.
settings-no-devices = لا قائمة متصلة، فلا أجهزة مسجلة.

settings-roles-search = البحث في الأدوار
settings-roles-what = ما يتيحه الدور وما مدى خطره. سطورك تتقدم على الجدول، وما لم يصنفه أحد يُعد عالي الخطر. يُحفظ هنا ولا يُرسل إلى أي مكان.
settings-roles-mine = ما يخصني فقط
settings-roles-all = الكل
settings-roles-unknown = غير مصنفة
settings-roles-none = لا دور بهذا الاسم.
settings-roles-more = { $count ->
   *[other] وهناك { $number } غيرها. البحث يضيّق القائمة.
}
settings-roles-waiting = { $count ->
    [zero] لا طلبات تنتظر
    [one] طلب واحد ينتظر
    [two] طلبان ينتظران
    [few] { $number } طلبات تنتظر
    [many] { $number } طلبًا تنتظر
   *[other] { $number } طلب تنتظر
}
settings-roles-nobody = لا أحد، فيُعد عالي الخطر
settings-roles-source = المصدر
settings-roles-copy = نسخ عنوان المصدر
settings-roles-as = تصنيف { $role }
settings-roles-forget = سحب التصنيف

settings-language-system = كما في النظام
settings-language-what = يسري فورًا. ما يقال عن الطلبات، والسجل، بالإنجليزية.
settings-zone-what = تُعرض الأوقات بتوقيت { $zone }، كساعة هذا الحاسوب.

settings-theme = { $theme ->
    [system] كما في النظام
    [light] فاتح
   *[dark] داكن
}
settings-density = { $density ->
    [comfortable] مريح
   *[compact] متراص
}
settings-percent = { $percent }٪
settings-text-size-what = يكبر معه كل شيء ويُعاد ترتيبه كي لا يُقطع شيء.
settings-contrast-what = وإن لم يطلبه النظام.
settings-motion-what = تصير الحلقات أرقامًا، وإن لم يطلبه النظام.

settings-single-what = حروف وعلامات تعمل في القائمة وصفحة الطلب، ولا تعمل أثناء الكتابة. بدونها يبقى كل شيء في لوحة الأوامر.
settings-key-change-word = تغيير
settings-key-press = بانتظار ضغط مفتاح
settings-key-of = تغيير مفتاح: { $action }
settings-key-off = تعطيل
settings-key-off-of = تعطيل مفتاح: { $action }
settings-key-reset = إعادة الأصل
settings-key-reset-of = إعادة المفتاح الأصلي: { $action }
settings-key-reset-all = إعادة الأصل للكل
settings-key-none = لا يوجد
settings-key-fixed = هو نفسه في كل مكان
settings-key-taken = { $key } مستعمل لـ«{ $action }».
settings-key-reserved = { $key } لازم للتنقل والكتابة.
settings-key-needs-mod = هذا يعمل أثناء الكتابة أيضًا، فيلزم معه { $mod }.

settings-login-what = يبدأ في علبة النظام، بلا نافذة.
settings-close-what = تستمر الطلبات في الوصول، وتنتهي الصلاحيات في وقتها. الإنهاء من قائمة علبة النظام.
settings-close-no-tray = لا علبة نظام تعرض التطبيق على سطح المكتب هذا، فإغلاق النافذة ينهيه.

settings-licence = الترخيص
settings-logs = سجل البرنامج التقني
settings-logs-what = لبحث الأعطال. لا يحوي كلمات الطلبات ولا أسرارًا.
settings-copy-path = نسخ
settings-checks-log = يُتحقق من سجلك عند كل بدء وكلما فُتح، قيدًا قيدًا، مقابل شاهده.
settings-checks-queue = يُقرأ سجل كل قائمة قبل توقيع أي منح:
settings-standing = { $standing ->
    [consistent] متسق
    [due] بانتظار القراءة
    [broken] مكسور
   *[unknown] لم يُنظر فيه
}

## لوحة الأوامر

palette-name = تنفيذ إجراء
palette-field = إجراء أو صفحة أو طلب أو إعداد
palette-group = { $group ->
    [request] هذا الطلب، { $who }
    [requests] الطلبات
    [go] الانتقال إلى
    [settings] الإعدادات
   *[do] الإجراءات
}
palette-none = لا شيء بهذا الاسم.
palette-found = { $count ->
   *[other] عدد النتائج: { $number }
}
palette-choose = اختيار
palette-do = تنفيذ
palette-close = إغلاق
palette-foot = لا يُمنح شيء من هنا.
palette-opens = يفتح لوحة القرار
palette-classify = تصنيف الدور: { $level }
palette-queue = القائمة { $name }
palette-view = العرض: { $name }

## لوحة المفاتيح

keys-group = { $group ->
    [move] التنقل
    [decide] القرار
    [grants] الصلاحيات السارية
    [queues] القوائم
   *[anywhere] في كل مكان
}
keys-action = { $action ->
    [next] التالي
    [previous] السابق
    [find] بحث
    [first] الأول
    [last] الأخير
    [open] فتح
    [back] رجوع
    [arrivals] الواردة حديثًا
    [panes] من جزء إلى جزء
    [select] تحديد
    [select-down] تحديد نزولًا
    [select-up] تحديد صعودًا
    [select-all] تحديد كل طلبات المؤسسة
    [snooze] تأجيل
    [grant] منح
    [deny] رفض
    [shorten] تقصير
    [shorter] أقصر
    [longer] أطول
    [undo] تراجع أثناء الاحتجاز
    [send-now] إرسال الآن
    [open-page] فتح في نظامه
    [classify-low] تصنيف الدور: منخفض
    [classify-medium] متوسط
    [classify-high] عالٍ
    [classify-critical] حرج
    [classify-forget] سحب التصنيف
    [revoke] سحب
    [connect] وصل قائمة
    [inbox] الوارد
    [grants] الصلاحيات السارية
    [log] السجل
    [insights] الإحصاءات
    [settings] الإعدادات
    [palette] تنفيذ إجراء
    [shortcuts] هذه الصفحة
   *[quit] إنهاء
}
keys-hold = ضغط مطول
keys-name = { $key ->
    [Enter] Enter
    [Escape] Esc
    [Shift] Shift
    [Control] Ctrl
    [Home] Home
    [End] End
   *[other] { $key }
}

## التدريب

practice-title = تدريب · { $title }
practice-tag = تدريب، مختلق
practice-place = تقرر { $done } من { $total }
practice-end = إنهاء التدريب
practice-what = ماذا كان هذا؟
practice-feedback = قيمة هذا القرار
practice-verdict = { $verdict ->
    [right] كُشف الأمر.
    [plain] قرار في محله.
    [missed] فات الأمر.
    [too-strict] أشد مما يلزم.
   *[withheld] لا شيء يُقرَّر.
}
practice-was = { $trap ->
    [none] كان هذا الطلب كما يقول.
    [look-alike] الاسم ليس كما يبدو.
    [hidden-words] أحرف مخفية تقلب كلماته.
    [own-request] كان طلبك أنت، باسم آخر أو عبر وكيل.
    [odd-hour] جاء في منتصف الليل ومن دون تذكرة.
    [too-long] طُلب لمدة أطول بكثير من المعتاد.
   *[changed] صار طلبًا آخر بعد فتحه.
}
practice-did = { $decision ->
    [granted] مُنح { $length }.
    [denied] رُفض.
    [unanswered] لم يجب أحد في الوقت، والصمت لا يمنح شيئًا.
   *[withheld] لا أحد يقرر في طلبه هو، وDoorward يلتزم بذلك.
}
practice-took = استغرق ذلك { $time }.
practice-careful = ما يفعله الحريص
practice-careful-do = { $trap ->
    [none] يمنح ما طُلب وهو { $asked }: لا شيء ضده.
    [look-alike] يرفضه ويسأل الشخص الحقيقي بطريق آخر.
    [hidden-words] يرفضه: من يخفي الأحرف يخفي ما يطلب.
    [own-request] يتركه لغيره.
    [odd-hour] يرفضه إلى أن يذكر شخص مستيقظ تذكرة.
    [too-long] يقصّره: المعتاد { $usual } والمطلوب { $asked }.
   *[changed] يقرأ الفرق ولا يمنح أكثر مما طُلب أولًا وهو { $asked }.
}
practice-where = أين كان يُرى
practice-sign = { $sign ->
    [boxed-letter] حرف من أبجدية أخرى محاط بإطار في الاسم، في القائمة وفي الورقة.
    [boxed-words] أحرف مخفية محاطة بإطار في كلمات صاحب الطلب.
    [no-decision] تقول اللوحة إنه طلبك أنت ولا تعرض قرارًا.
    [their-zone] كل مدة تقول متى تنتهي حيث يوجد الشخص، أي كم الساعة هناك.
    [no-ticket] لا تذكرة مذكورة.
    [longer-in-risk] أسباب الخطورة تقول إنه أطول من المعتاد وهو { $usual }.
    [difference] طلبت الورقة قراءة الفرق أولًا.
   *[nothing-odd] لا شيء محاط بإطار، والمدة معتادة، وأسباب الخطورة قليلة.
}
practice-so-far = حتى الآن
practice-open = الطلب { $number }، لم يتقرر بعد
practice-name = { $trap ->
    [none] لا خلل
    [look-alike] اسم مشابه
    [hidden-words] أحرف مخفية
    [own-request] طلبك أنت
    [odd-hour] ساعة غريبة
    [too-long] أطول من اللازم
   *[changed] تغيّر بعد فتحه
}
practice-vow = قرارات التدريب موقّعة بمفتاح تدريب ولا تغادر هذا الجهاز أبدًا.
practice-next = الطلب التالي
practice-how = عرض النتيجة
practice-summary = نتيجة التدريب
practice-summary-title = { $right } من { $total } كما يفعل الحريص
practice-summary-all = الطلبات الحقيقية تبدو كذلك. تستحق الوقت نفسه.
practice-summary-some = كل سطر يقول ما فات. في الجولة التالية طلبات أخرى.
practice-times = وقت القرار بحسب الخطورة
practice-times-of = { $count ->
    [zero] من { $number } قرار
    [one] من قرار { $number }
    [two] وسيط قرارين ({ $number })
    [few] وسيط { $number } قرارات
    [many] وسيط { $number } قرارًا
   *[other] وسيط { $number } قرار
}
practice-again = تدريب آخر

## الخطوات الأولى

intro-brand = Doorward
intro-name = الخطوات الأولى
intro-step = { $step ->
    [practise] التدريب
    [connect] وصل قائمة
   *[interrupt] اختيار ما يقاطع
}
intro-title = { $step ->
    [practise] خمسة طلبات مختلقة للقرار
    [connect] من أين تأتي الطلبات؟
   *[interrupt] ما الذي يجوز أن يقاطع؟
}
intro-line = { $step ->
    [practise] بضع دقائق في نافذة مستقلة. لا شيء يغادر هذا الجهاز ولا أحد يحصل على وصول. بعض الخمسة يحاول الخداع كما تفعل الطلبات الحقيقية.
    [connect] يقرأ Doorward قوائم الانتظار الموجودة لديك. يطلب أصغر الصلاحيات ويقول ما يستطيعه كل نظام وما لا يستطيعه. يُحفظ تسجيل الدخول في حلقة مفاتيح النظام.
   *[interrupt] الإشعار لا يقرر شيئًا أبدًا. يفتح الطلب ويختفي حين يتولاه شخص آخر.
}
intro-trap = { $trap ->
    [look-alike] اسم ليس كما يبدو
    [own-request] طلبك أنت عبر وكيل
    [odd-hour] ساعة غريبة
   *[changed] تغيّر بعد فتحه
}
intro-trap-line = { $trap ->
    [look-alike] حرف من أبجدية أخرى
    [own-request] لا أحد يوافق على طلبه
    [odd-hour] ليل حيث يعيش الشخص
   *[changed] يُعرض الفرق
}
intro-keys = مفاتيح تفيد معرفتها
intro-practising = التدريب مفتوح في نافذة مستقلة. المتابعة هنا بعد الانتهاء.
intro-start = بدء التدريب
intro-next = متابعة
intro-done = فتح الوارد
intro-skip = { $step ->
    [practise] تخطي التدريب
    [connect] لاحقًا
   *[interrupt] تركه كما هو
}
intro-connected = { $count ->
    [zero] لا قائمة متصلة ({ $number }).
    [one] قائمة { $number } متصلة.
    [two] قائمتان متصلتان ({ $number }).
    [few] { $number } قوائم متصلة.
    [many] { $number } قائمة متصلة.
   *[other] { $number } قائمة متصلة.
}
intro-preset = { $preset ->
    [critical] الحرج فقط
    [high] العالي والحرج
   *[everything] كل شيء
}
intro-preset-line = { $preset ->
    [critical] يُجمع الباقي في ملخص
    [high] يُجمع المتوسط والمنخفض في ملخص
   *[everything] كل طلب فورًا ضمن الحدود
}

## لا شيء ينتظر

empty-figures = اليوم
empty-decided = تقرر اليوم
empty-median = وسيط وقت القرار
empty-quiet = هدوء من { $from } إلى { $to }.
empty-quiet-critical = هدوء من { $from } إلى { $to }، إلا الحرج.
empty-digest = الملخص التالي عند { $time }.
empty-digest-every = ملخص كل { $minutes } د.
