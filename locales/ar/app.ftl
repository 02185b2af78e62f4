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
   *[queues] القوائم
}
frame-pages = الصفحات
frame-queues = القوائم
frame-queue = { $name }: { $state }، آخر ما وصل { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = تدريب: غير حقيقي
frame-practice-long = ما تعرضه قائمة التدريب غير حقيقي.
frame-shortcuts = الاختصارات
frame-close = إغلاق
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

## الوقت حيث يضيق المكان

time-minutes = { $minutes } د
time-hours-minutes = { $hours } س { $minutes } د
time-seconds = { $seconds } ث

## النسخ

copy-done = نُسخ
copy-failed = تعذر النسخ

## الوارد

inbox-list = الطلبات حسب الوقت المتبقي
inbox-by-time = حسب الوقت المتبقي
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
    [one] القرار محتجز لثانية واحدة. للتراجع المفتاح Z.
    [two] القرار محتجز لثانيتين. للتراجع المفتاح Z.
    [few] القرار محتجز لمدة { $number } ثوانٍ. للتراجع المفتاح Z.
    [many] القرار محتجز لمدة { $number } ثانية. للتراجع المفتاح Z.
   *[other] القرار محتجز لمدة { $number } ثانية. للتراجع المفتاح Z.
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
    [first] الأول
    [last] الأخير
    [open] فتح
    [back] رجوع
    [arrivals] الواردة حديثًا
    [panes] من جزء إلى جزء
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
    [queues] القوائم
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
