# The front end’s own words: names of places and controls, and the frames of countdowns. What is said of a request, a grant
# or the log comes from the core.
#
# Numbers, times and lengths come formatted; a bare number only chooses among plural forms ($count beside $number).
# A button is a verb, with its object where there is room. No exclamation marks, no “please”, no capitals but the first.
#
# Glossary
#   request      what somebody asks for: access to a role, for a length of time
#   grant        (verb) to say yes; (noun) the access that came of it, which ends by itself
#   agree        to say yes where others must say so too
#   deny         to say no
#   revoke       to end a live grant before its time
#   approver     the person at this desk, who decides
#   requester    the person, agent or service that asks
#   tenant       the organisation whose access it is
#   queue        the system that requests come from and decisions go to
#   inbox        the requests that wait for this approver
#   log          the tamper-evident record of decisions; its parts are entries
#   witness      whoever countersigns the log from outside; witnessed, cosigned
#   leaf, root   the bottom and the top of the log’s hash tree
#   doctor       the look at what stands in the way of a queue
#   held         decided and not sent yet: the undo window

## The window

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] Inbox
    [grants] Live grants
    [log] Log
    [insights] Insights
   *[settings] Settings
}
frame-pages = Pages
frame-queues = Queues
frame-queue = { $name }: { $state }, heard { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Practice: made up
frame-practice-long = What the practice queue shows is made up.
frame-shortcuts = Shortcuts
frame-close = Close
frame-change-keys = Change keys
frame-find = Find
frame-single-keys = Single keys work in list and sheet, never while you type.
frame-notices = Notices
frame-next-try = next try in { $seconds } s
frame-try-now = Try now
frame-try-again = Try again
frame-open-log = Open the log
frame-unlock = Unlock keyring
frame-not-read = The desk could not be read.
queue-state = { $state ->
    [fresh] connected
    [old] data getting old
   *[off] not reached
}

## Keys

keys-hold = hold
keys-name = { $key ->
    [Enter] Enter
    [Escape] Esc
    [Shift] Shift
    [Control] Ctrl
    [Home] Home
    [End] End
   *[other] { $key }
}

## Time, where there is room for little

time-days = { $days } d
time-hours = { $hours } h
time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copying

copy-done = Copied
copy-failed = Could not be copied

## Inbox

inbox-list = Requests, { $by }
inbox-by = { $sort ->
    [age] longest waiting first
    [risk] by risk
   *[time-left] by time left
}
inbox-fresh = { $count ->
   *[other] { $number } new since you looked
}
inbox-show = Show
inbox-outbox = { $count ->
    [one] { $number } decision waits to be sent
   *[other] { $number } decisions wait to be sent
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] { $number } live grant
   *[other] { $number } live grants
}
queues-connect = Connect a queue
inbox-choose = Choose a request to read it here.
filter-name = Filter
filter-hint = Filter: risk:high tenant:contoso
filter-clear = Clear the filter
filter-show-all = Show all requests
filter-found = { $count ->
    [one] { $number } request found.
   *[other] { $number } requests found.
}
filter-suggestions = { $count ->
    [one] { $number } suggestion
   *[other] { $number } suggestions
}
narrow-name = Sort, group and narrow
narrow-sort = Sorted
narrow-group = Grouped
narrow-group-by = { $group ->
    [tenant] by tenant
    [requester] by requester
    [risk] by risk
   *[none] not grouped
}
narrow-more = { $count ->
   *[other] and { $number } more
}
views-title = Views
views-own = Your views
views-name = Name of the view
views-hint = Keep this list as…
views-save = Save
views-rename = Rename
views-remove = Remove
views-taken = You have a view of this name already. Choose another name.
bulk-name = What is selected
bulk-selected = { $count ->
    [one] { $number } selected in { $tenant }
   *[other] { $number } selected in { $tenant }
}
bulk-none = Nothing is selected.
bulk-other-tenant = What is selected is of { $tenant }. A selection is of one tenant.
bulk-cannot = This request cannot be selected: there is nothing for you to decide.
bulk-full = At most { $number } requests are acted on at once.
bulk-all = Select all
bulk-clear = Clear the selection
bulk-deny = Deny…
bulk-snooze = Snooze…
bulk-grant = Grant low risk…
bulk-held = { $count ->
    [one] { $number } decision held, { $seconds } s
   *[other] { $number } decisions held, { $seconds } s
}
bulk-undo = Undo all
bulk-done = { $count ->
    [one] { $number } decision is held.
   *[other] { $number } decisions are held.
}
bulk-undone = { $count ->
    [one] { $number } decision undone. Nothing of it was sent.
   *[other] { $number } decisions undone. Nothing of them was sent.
}
review-left-out = { $count ->
    [one] { $number } is left out
   *[other] { $number } are left out
}
review-more = { $count ->
   *[other] { $number } more match, and are not part of this: they are more than can be done at once.
}
review-each = Each is signed, held and undone by itself.
review-reason-needed = Reason, needed: kept in the log
review-confirm = { $action ->
    [grant] Grant { $number }
    [deny-and-report] Deny { $number } and report
   *[deny] Deny { $number }
}
snooze-title = Snooze until
snooze-act = Snooze
snooze-wake = Wake
snooze-woken = It is back in the inbox.
snooze-minutes = In { $minutes } minutes
snooze-hours = { $count ->
    [one] In { $number } hour
   *[other] In { $number } hours
}
snooze-tomorrow = Tomorrow: { $at }
snooze-before-end = { $minutes } minutes before it runs out
snooze-foot = It is back when it changes, and at the latest when a tenth of its time is left.
snooze-done = { $count ->
    [one] { $number } request is snoozed.
   *[other] { $number } requests are snoozed.
}
fold-asked = { $count ->
   *[other] { $number } requests of
}
fold-each = Show each
fold-report = Deny all and report…

## Sheet

sheet-name = Request
sheet-back = Back to the list
sheet-place = { $place } of { $total }
sheet-left = { $time } left, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] 10 minutes left to answer.
    [two-minutes] 2 minutes left to answer.
   *[expired] The time to answer is over.
}
sheet-raw = Raw
sheet-as-shown = As shown
sheet-raw-label = The words with every unusual character written as its code
sheet-on-behalf = On whose behalf
sheet-kind = { $kind ->
    [person] person
    [agent] agent
    [service] service
   *[other] { $kind }
}
sheet-usual = Usual, then now
sheet-becomes = becomes
sheet-others = Others decided
sheet-so-far = So far
sheet-unknown = unknown
sheet-saw-and-now = What you saw, what it says now
sheet-now = Now
sheet-open-page = Open at { $host }

## Deciding

decide-name = Decide
decide-how-long = How long
decide-length-field = Length or end, such as 90m or until 18:00
decide-once-started = once it starts
decide-usual = usual
decide-until = until { $time }
decide-reason = Reason
decide-reason-hint = Reason, kept in the log
decide-deny-hint = Why not? Kept in the log
decide-deny = Deny
decide-deny-offer = Deny, offer { $length }
decide-offer = Offer instead
decide-offer-none = Nothing
decide-offer-says = The reason will say that up to { $length } would be granted if it is asked for again.
decide-offer-nothing = This queue cannot grant less than was asked. A denial can say what you would grant.
decide-grant = Grant { $length }
decide-hold-to-grant = Hold to grant { $length }
decide-grant-once = Grant once
decide-hold-to-grant-once = Hold to grant once
decide-agree = Agree to { $length }
decide-hold-to-agree = Hold to agree to { $length }
decide-agree-once = Agree once
decide-hold-to-agree-once = Hold to agree once
decide-keep-holding = Keep holding { $seconds }
decide-ask-grant = Grant { $length }?
decide-ask-grant-once = Grant once?
decide-ask-agree = Agree to { $length }, { $share }?
decide-ask-agree-once = Agree once, { $share }?
decide-confirm = Confirm
decide-back = Back
decide-type = Type { $word }
decide-type-label = Type the tenant: { $word }
decide-still-needed = Still needed: { $parts }.
decide-need = { $need ->
    [reason] a reason
    [tenant] the tenant’s name
   *[length] a length
}
decide-again = Decide again
decide-next = Next request
decide-show-in-log = Show in the log
decide-undo = Undo
decide-undone = Undone. Nothing was sent.
decide-send-now = Send now
decide-reason-given = Reason: { $reason }
decide-held = { $count ->
    [one] Held for { $number } second. Undo with { $key }.
   *[other] Held for { $number } seconds. Undo with { $key }.
}
decide-steps = Where this decision is
decide-step = { $step ->
    [held] Held
    [signed] Signed
    [sent] Sent
   *[recorded] Recorded
}
risk-level = { $level ->
    [low] Low
    [medium] Medium
    [high] High
   *[critical] Critical
}
classify-done = { $level ->
    [low] Classified: low risk.
    [medium] Classified: medium risk.
    [high] Classified: high risk.
   *[critical] Classified: critical risk.
}
classify-take-back = Take back
classify-taken-back = Taken back.

## Nothing is waiting

empty-figures = Today
empty-decided = decided today
empty-median = median to decide
empty-quiet = Quiet from { $from } to { $to }.
empty-quiet-critical = Quiet from { $from } to { $to }, except critical.
empty-digest = Next digest at { $time }.
empty-digest-every = A digest every { $minutes } min.

## The title of practice

practice-title = Practice · { $title }

### From here on: what is said by the pages beside the inbox and by what opens over a page. The window reads it once the
### inbox is drawn, so nothing that the inbox or a sheet says may stand here; `npm run check` holds that.

## Live grants

grants-risk = Risk
grants-who = Who holds what
grants-tenant = Tenant
grants-left = Time left
grants-until = Until
grants-act = Act
grants-same-zone = same zone
grants-revoke = Revoke
grants-revoke-now = Revoke now
grants-revoke-reason = Reason, if you like
grants-revoke-whose = Revoke { $who }
grants-revoked = Revocation is on its way.
grants-key = revoke
grants-key-shorten = shorten
grants-group = Grouped
grants-group-by = { $by ->
    [time] By time left
    [tenant] By tenant
   *[holder] By holder
}
grants-shorten = Shorten
grants-shorten-whose = Shorten { $who }
grants-shorten-end = New end, such as 30m or until 18:00
grants-shorten-hint = 30m or until 18:00
grants-shorten-now = Shorten now
grants-shorten-was = before: { $end }
grants-shortened = Shortening is on its way.

## Log

log-whose = Whose log
log-verify = Verify now
log-verify-again = Verify again
log-verifying = Verifying
log-export = Export
log-export-evidence = Export evidence
log-exported = Written to { $path }
log-time = Time
log-decision = Decision
log-entries = Entries
log-witness = Witness
log-list = Decisions, newest first
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] witnessed
    [not-yet] not yet
    [not-provable] not provable
   *[does-not-match] does not match
}
log-not-yet = { $count ->
   *[other] { $number } not yet
}
log-tail = { $witnessed } of { $entries } entries witnessed
log-proved-one = 1 proved
log-proved = 1 to { $last } proved
log-not-provable-one = { $entry } not provable
log-not-provable = { $first } to { $last } not provable
log-choose = Choose a decision to see its proof.
log-proof = Proof
log-proof-whole = The entry is the whole tree.
log-proof-drawing = { $count ->
    [one] From the entry through { $number } neighbour to the root.
   *[other] From the entry through { $number } neighbours to the root.
}
log-leaf = Leaf
log-root = Root
log-cosigned = Cosigned
log-not-cosigned = not yet
log-copy-proof = Copy proof
log-raw-envelope = Raw envelope
log-shown = Shown
log-to-do = What to do
log-to-do-step = { $step ->
    [export] Export the evidence. It holds this log as it is, with its proofs.
    [tell] Tell whoever runs the queue. Their witness keeps its own copy.
   *[recover] To grant again begin a new log, which asks to be admitted anew: { "doorward keys recover" }
}

log-search = Search decisions
log-search-clear = Clear the search
log-search-where = Where to search
log-search-in = { $where ->
    [here] This log
   *[all] All logs
}
log-searching = Searching
log-found = { $count ->
    [one] { $number } decision found
   *[other] { $number } decisions found
}
log-found-more = { $number } decisions found, and more
log-found-none = No decision matches “{ $words }”.
log-found-none-hint = Each word is looked for as a beginning: of names, reasons, roles, tenants, tickets. A phrase stands between quotes.
log-export-what = Export this log
log-export-form = { $form ->
    [json] JSON with proofs
    [csv] CSV, a table
   *[ocsf] OCSF, events
}
log-export-form-hint = { $form ->
    [json] Every entry. Anyone can verify it without Doorward.
    [csv] One row for each decision, without proofs: for a spreadsheet.
   *[ocsf] One event for each decision, without proofs: for a SIEM.
}
log-export-names = The file holds names and reasons. Keep it as carefully as the log itself.
log-export-choose = Choose where
log-export-cancel = Cancel
log-exporting = Writing, { $entries } of { $total } entries
log-exporting-begun = Writing
log-export-stop = Stop
log-exported-decisions = { $count ->
    [0] There are no names or reasons in it.
    [one] Names and reasons of { $number } decision are in it: keep it as carefully as the log itself.
   *[other] Names and reasons of { $number } decisions are in it: keep it as carefully as the log itself.
}

## Insights

insights-period = Period
insights-days = { $period ->
    [week] Last 7 days
    [month] Last 30 days
    [quarter] Last 90 days
   *[year] Last 12 months
}
insights-queue = Queue
insights-all-queues = All queues
insights-figure = { $figure ->
    [yours] decided by you
    [in-time] in time
    [shortened] granted shorter
    [denied] denied
    [undone] undone in time
   *[used] of granted time used
}
insights-no-figure = nothing to tell it from
insights-as-table = Show as table
insights-as-picture = Show as picture
insights-arrows = Arrow keys go from value to value.
insights-point = { $label }: { $said }
insights-nothing = Nothing was asked or decided in these days.
insights-nothing-hint = Choose a longer period, or all queues.
insights-few = { $count ->
    [one] Only { $number }: too few to say what is usual.
   *[other] Only { $number }: too few to say what is usual.
}
insights-share = { $share } ({ $number })
insights-of = { $part } of { $total }
insights-column = { $column ->
    [who] Who
    [median] Half within
    [p90] Nine in ten within
    [decisions] Decisions
    [answer] Answer
    [requests] Requests
    [share] Share
    [day] Day
    [week] Week from
    [asked] Asked
    [decided] Decided
    [yours] By you
    [risk] Risk
    [role] Role
    [tenant] Tenant
    [granted] As asked
    [shorter] Shorter
    [denied] Denied
    [median-length] Median length
    [what] What
    [clicked] Clicked
    [stood] Stood
    [agreed] One of several
    [undone] Undone
    [changed] Changed meanwhile
    [unsigned] Not signed
    [others-first] Someone was first
    [refused] Refused
    [too-late] Too late
    [open] On the way
    [time] Time
   *[minutes] Minutes
}
insights-took = Half are decided within { $median }
insights-took-one = One was decided, after { $median }
insights-took-none = No request was decided by people
insights-took-about = From asking to decision. Nine in ten within { $p90 }
insights-took-about-one = From asking to decision
insights-took-who = { $who ->
    [everybody] Everybody
   *[you] You
}
insights-took-said = half within { $median }, nine in ten within { $p90 }
insights-took-nothing = nothing decided
insights-sla = { $percent } were answered in time
insights-sla-all = All were answered in time
insights-sla-no = None was answered in time
insights-sla-none = Nothing was due for an answer
insights-sla-about = { $count ->
    [one] Of { $number } that was decided or should have been
   *[other] Of { $number } that were decided or should have been
}
insights-answer = { $answer ->
    [in-time] in time
    [late] late
   *[unanswered] unanswered
}
insights-volumes = Most was asked on { $day }: { $number }
insights-volumes-week = Most was asked in the week from { $day }: { $number }
insights-volumes-even = { $step ->
    [day] No day stands out: { $number } asked at most
   *[week] No week stands out: { $number } asked at most
}
insights-volumes-none = Nothing was asked
insights-volumes-about = { $step ->
    [day] Requests for each day
   *[week] Requests for each week
}
insights-volumes-said = { $asked } asked, { $decided } decided, { $yours } by you
insights-volume = { $series ->
    [asked] asked
    [decided] decided
   *[yours] by you
}
insights-risk = { $percent } were of high or critical risk
insights-risk-no = None was of high or critical risk
insights-risk-all = All were of high or critical risk
insights-risk-about = { $count ->
    [one] Of { $number } request asked, by its risk
   *[other] Of { $number } requests asked, by their risk
}
insights-shortened = { $percent } of grants are shorter than asked
insights-shortened-no = No grant is shorter than asked
insights-shortened-all = Every grant is shorter than asked
insights-shortened-none = Nothing was granted by people
insights-roles-about = In all, and for the roles decided on most
insights-roles-all = All roles
insights-decision = { $decision ->
    [granted] as asked
    [shorter] shorter
   *[denied] denied
}
insights-decision-said = { $granted } as asked, { $shorter } shorter, { $denied } denied
insights-own = { $count ->
    [one] You decided once
   *[other] You decided { $number } times
}
insights-own-undone = { $count ->
    [one] You decided once and took back { $undone }
   *[other] You decided { $number } times and took back { $undone }
}
insights-own-none = You decided nothing
insights-own-about = What you clicked, and what became of it
insights-end = { $end ->
    [stood] stood
    [undone] undone
    [no-effect] without effect
   *[open] on the way
}
insights-end-said = { $stood } stood, { $undone } undone, { $failed } without effect, { $open } on the way
insights-used = { $percent } of the granted time was used
insights-used-none = No grant has ended that tells how long it was used
insights-used-about = { $count ->
    [one] Until its end or revocation, of { $number } grant that is over
   *[other] Until their end or revocation, of { $number } grants that are over
}
insights-untold = { $number } more do not tell.
insights-time = { $time ->
    [used] used
   *[unused] not used
}

## Queues

queues-list = Connected queues
queues-sign-in-again = Sign in again
queues-new-token = New token
queues-doctor = Doctor
queues-doctor-of = What stands in the way at { $name }
queues-looking = Looking
queues-look-again = Look again
queues-close-look = Close what was found
queues-copy-report = Copy report
queues-weight = { $weight ->
    [ok] well
    [warning] to look at
   *[error] in the way
}
queues-check = { $check ->
    [profile] Profile
    [keyring] Keyring
    [queues] List of queues
    [store] Folder
    [address] Address
    [reach] Reach
    [token] Token
    [sign-in] Who you are
    [api] Version
    [clock] Clock
    [device] This device
    [key] Its key
    [security-key] Security key
    [witness] Witness
    [queue-log] The queue’s log
    [mirror] What is known
    [presence] Presence
    [capabilities] What it can
   *[other] { $check }
}
queues-experimental = Experimental
queues-experimental-why = Experimental: { $why }
queues-remove = Remove
queues-remove-which = Remove { $name }
queues-remove-now = Remove it
queues-keep = Keep it
queues-type-name = Type its name to remove it: { $name }
queues-removed = { $name } is removed: nothing is heard from it or sent to it any more.
queues-can = What it can

## Connecting a queue

connect-again = Sign in again at { $name }
connect-stage = { $stage ->
    [choose] System
    [fill] Sign in
   *[done] Connected
}
connect-stages = Steps
connect-past = { $step }, done
connect-choose = Where do requests come from?
connect-weaker = Weaker than elsewhere
connect-needs = What you need
connect-page = All about it: { $page }
connect-cancel = Cancel
connect-back = Back
connect-next = Next
connect-address = Address
connect-address-hint = https, or http on this machine
connect-address-is = Address { $address }
connect-address-at = { $system }, { $address }
connect-whole = Write the address as one
connect-in-parts = Fill in its parts
connect-name = What you call it
connect-name-hint = Stands in lists and in your log
connect-watch = Only watch it
connect-watch-hint = It is read, judged and told of here, and decided in its own system.
connect-who = Who you are there
connect-way = { $way ->
    [browser] In the browser
    [code] With a code
   *[token] With a token
}
connect-way-hint = { $way ->
    [browser] A page of the provider opens in your browser.
    [code] You type a short code on a page in any browser, on any device.
   *[token] From whoever runs it, or made by you there. A token ends: then you paste another one.
}
connect-client = Client ID
connect-client-hint = As your organisation registered it
connect-secret = Client secret, if it has one
connect-secret-kept = Kept from before
connect-more = Another provider
connect-issuer = Issuer
connect-issuer-hint = Instead of { $issuer }
connect-token = Token
connect-file = Path of your identity file
connect-file-hint = It is read once. What is in it goes into the system keyring: delete the file then.
connect-invitation = Invitation, if you have another device there
connect-keyring = It goes into the system keyring and nowhere else.
connect-check = Check and connect
connect-sign-in = Sign in and connect
connect-not-all = Some fields are still empty.
connect-doing = Connecting { $name }
connect-step = { $step ->
    [reach] Reach
    [sign-in] Sign in
    [check] Who you are
   *[hear] Connect
}
connect-doing-step = { $step ->
    [reaching] Asking whether it answers
    [signing-in] Asking the provider
    [browser] Waiting for you to sign in, in your browser
    [code] Waiting for you to type the code
    [checking] Checking who you are there
   *[connecting] Connecting and hearing it
}
connect-page-opened = The page was opened in your browser. If none shows, copy its address and open it yourself.
connect-page-by-hand = No browser could be opened. Copy the address of the page and open it yourself.
connect-copy-address = Copy the address
connect-type-code = Open { $address } in any browser and type this code:
connect-copy-code = Copy the code
connect-waits = It waits for five minutes. If the page shows an error, stop and check the client.
connect-stop = Stop
connect-stopping = Stopping
connect-stopped = Nothing was connected.
connect-done = { $name } is connected.
connect-you-are = You are
connect-approver-in = Approver in
connect-guarantee = What it keeps to
connect-to-inbox = Open the inbox
connect-to-queues = Show the queues
connect-another = Connect another

## Settings

settings-sections = Sections of the settings
settings-search = Search settings
settings-none = No setting is called that.
settings-back = All settings
settings-section = { $section ->
    [queues] Queues
    [keys] Identities and keys
    [notifications] Notifications
    [away] Away
    [roles] Dangerous roles
    [language] Language and region
    [appearance] Appearance
    [keyboard] Keyboard
    [computer] This computer
   *[about] About
}
# Names of single settings, for the search and the palette too.
settings-name = { $setting ->
    [connect] Connect a queue
    [devices] Your devices
    [new-key] Change the key of this device
    [admit] Admit another device
    [security-keys] Security keys
    [levels] What is told, and how
    [digest] Times of the digest
    [quiet] Quiet hours
    [hide] Leave out who, what and where
    [nudges] Remind me at half and at nine tenths of the time
    [notify-language] Language of notifications
    [example] Send one now
    [away] Away until
    [pause] Pause notifications
    [role] How dangerous a role is
    [language] Language
    [zone] Time zone
    [theme] Light or dark
    [contrast] More contrast
    [density] Height of rows
    [text-size] Size of text
    [motion] Less motion
    [single-keys] Keys without { $mod }
    [keys] Change keys
    [login] Start at login
    [close] Stay in the tray when the window is closed
    [version] Version
    [profile] Where the profile is
    [first-steps] First steps
    [practise] Practise
   *[checks] What is checked
}
# More words by which a setting is found.
settings-words = { $setting ->
    [connect] add connector sign in
    [devices] fingerprint revoke enrolled
    [new-key] rotate
    [admit] fingerprint invitation
    [security-keys] token touch passkey FIDO
    [levels] banner risk level at once never
    [digest] summary gathered
    [quiet] do not disturb night weekend silence
    [hide] lock screen privacy details
    [nudges] reminder deadline
    [notify-language] translation alerts
    [example] test preview
    [away] absent holiday vacation out of office
    [pause] mute silence snooze
    [role] classify risk table
    [language] translation locale
    [zone] region clock
    [theme] colour night mode
    [contrast] accessibility
    [density] compact comfortable
    [text-size] zoom font larger
    [motion] animation accessibility
    [single-keys] shortcuts accessibility
    [keys] shortcuts remap
    [login] autostart start up boot
    [close] quit background
    [version] licence
    [profile] folder logs
    [first-steps] onboarding tour start again
    [practise] training made-up requests
   *[checks] verify witness keyring
}
settings-keep = Leave it

settings-risk = Risk
settings-way = { $way ->
    [at-once] At once
    [digest] In a digest
   *[never] Not at all
}
settings-way-of = { $level }: { $way }
settings-when-quiet = In quiet hours
settings-comes-through = Comes through
settings-waits = Waits
settings-caps = At most { $one } a minute and { $hour } an hour about one requester. More than { $all } a minute are told as one. A flood is told once. Roles that nobody has classified count as high.
settings-digest-at = Told at
settings-digest-at-hint = Times such as 09:00 14:00; none for never
settings-digest-every = Every
settings-digest-minutes = { $minutes } min
settings-digest-not = only at these times
settings-no-time = “{ $text }” is no time of day. Write it like 20:00.
settings-zone-own = { $zone } time, follows this computer’s clock
settings-zone-set = { $zone } time
settings-quiet-usual = Nights and weekends
settings-quiet-none = There are no quiet hours.
settings-quiet-what = What waits in them is summed up once at their end.
settings-quiet-from = { $day }, quiet from
settings-quiet-to = { $day }, quiet until
settings-quiet-to-word = to
settings-quiet-all = all day
settings-quiet-add = Add quiet hours on { $day }
settings-quiet-remove = No quiet hours on { $day } from { $from }
settings-quiet-copy = The same on every day as on { $day }
settings-hide-what = For screens that others see: a notification says that something waits, how dangerous it is and until when.
settings-preview = As it will look
settings-preview-case = { $case ->
    [at-once] At once
    [reminder] Reminder, at { $at }
   *[digest] Digest, at { $at }
}
settings-preview-none = Nothing is told by these settings. The inbox and the tray count all the same.
settings-preview-foot = Nothing is decided from a notification. Its buttons open the request here. It goes away when someone else has decided.
settings-review = Review
settings-deny = Deny…
settings-sent = Sent. It is on your desktop.

settings-away-day = Day
settings-away-time = Time
settings-away-go = Go away
settings-away-is = Away until { $until }.
settings-away-back = I am back
settings-away-over = Choose a day and a time to come, like { $example }.
settings-away-tomorrow = Until tomorrow
settings-away-monday = Until Monday
settings-away-week = For a week
settings-away-what = Nothing is told until then, not even what is critical. What runs out before is told as you leave, and when you are back there is one summary. Requests are not handed over: whoever else may decide sees them as before.
settings-pause-minutes = For { $minutes } min
settings-pause-hours = For { $hours } h
settings-pause-open = Until I go on
settings-pause-what = Only what is critical is told.
settings-pause-is = Paused until { $until }.
settings-pause-is-open = Paused until you go on.
settings-pause-on = Go on

settings-read = As of { $at }
settings-not-read = Not read yet
settings-this-device = This device
settings-fingerprint = Fingerprint
settings-copy-fingerprint = Copy fingerprint
settings-enrolled = enrolled { $at }
settings-used = used { $at }
settings-never-used = never used
settings-revoked = revoked { $at }
settings-new-device = New: was it you?
settings-key-change = Change its key
settings-key-change-what = The queue takes only the new key from then on. Nothing that was signed before loses its worth.
settings-key-changed = This device has a new key.
settings-key-waits = The new key of this device is not confirmed by the queue yet. It is told by itself.
settings-device-revoke = Revoke
settings-device-revoke-which = Revoke { $name }
settings-device-revoke-what = Nothing that { $name } signs is taken any more. This cannot be taken back.
settings-device-revoked = { $name } is revoked.
settings-asks = asks to be admitted since { $at }
settings-admit-what = If you sit before it, compare what it shows and type that here.
settings-admit = Admit it
settings-admitted = { $name } is admitted and may decide from now on.
settings-log-key = Key of this device’s log, to verify it elsewhere
settings-copy-log-key = Copy the key of the log
settings-security-add = Add a security key
settings-security-name = What you call it
settings-security-touch = Touch it when it blinks. If another one is enrolled, touch that too: it vouches for the new one.
settings-security-none = None. A grant that needs one cannot be made from here.
settings-security-at = enrolled { $at } at { $by }
settings-security-remove = Remove
settings-security-remove-which = Remove { $name }
settings-security-remove-what = Nothing that { $name } signs is taken any more.
settings-security-added = { $name } is enrolled.
settings-security-removed = { $name } is removed.
settings-no-devices = No queue is connected, so no device is enrolled.

settings-roles-search = Search roles
settings-roles-what = What a role lets one do, and how dangerous that is. Your own lines count before the table; what nobody has classified counts as high. It is kept here and sent nowhere.
settings-roles-mine = Only mine
settings-roles-all = All
settings-roles-unknown = Unclassified
settings-roles-none = No role is called that.
settings-roles-more = { $count ->
    [one] { $number } more. Search to narrow them down.
   *[other] { $number } more. Search to narrow them down.
}
settings-roles-waiting = { $count ->
    [one] { $number } request waits
   *[other] { $number } requests wait
}
settings-roles-nobody = Nobody; counts as high
settings-roles-source = Source
settings-roles-copy = Copy the source’s address
settings-roles-as = Classify { $role }
settings-roles-forget = Take back

settings-language-system = As the system
settings-language-what = Takes effect at once. What the desk says of requests, and its log, are in English.
settings-zone-what = Times are shown in { $zone }, as this computer’s clock.

settings-theme = { $theme ->
    [system] As the system
    [light] Light
   *[dark] Dark
}
settings-density = { $density ->
    [comfortable] Comfortable
   *[compact] Compact
}
settings-percent = { $percent } %
settings-text-size-what = Everything grows with it, and is laid out anew so that nothing is cut off.
settings-contrast-what = Also where the system does not ask for it.
settings-motion-what = Rings become numbers. Also where the system does not ask for it.

settings-single-what = Letters and signs that act in list and sheet, never while you type. Without them everything is in the palette.
settings-key-change-word = Change
settings-key-press = Press a key
settings-key-of = Change the key for { $action }
settings-key-off = Turn off
settings-key-off-of = Turn off the key for { $action }
settings-key-reset = Reset
settings-key-reset-of = Reset the key for { $action }
settings-key-reset-all = Reset all
settings-key-none = none
settings-key-fixed = the same everywhere
settings-key-taken = { $key } already stands for “{ $action }”.
settings-key-reserved = { $key } is needed for moving about and for text.
settings-key-needs-mod = This acts while you type, too, so it needs { $mod }.

settings-login-what = It starts in the tray, without its window.
settings-close-what = Requests go on coming in, and grants end in time. Quitting is in the tray’s menu.
settings-close-no-tray = No tray shows the app on this desktop, so closing the window quits it.

settings-licence = Licence
settings-logs = The program’s own log
settings-logs-what = For looking into a fault. It holds no words of requests and no secrets.
settings-copy-path = Copy
settings-checks-log = Your own log is checked at every start and whenever it is opened, entry by entry, against its witness.
settings-checks-queue = The log of each queue is read before a grant is signed:
settings-standing = { $standing ->
    [consistent] holds
    [due] due
    [broken] broken
   *[unknown] not looked at
}

## Palette

palette-name = Do something
palette-field = An action, a page, a request, a setting
palette-group = { $group ->
    [request] This request, { $who }
    [requests] Requests
    [go] Go to
    [settings] Settings
   *[do] Do
}
palette-none = Nothing is called that.
palette-found = { $count ->
    [one] { $number } found
   *[other] { $number } found
}
palette-choose = choose
palette-do = do it
palette-close = close
palette-foot = Nothing is granted from here.
palette-opens = opens the panel
palette-classify = Classify the role: { $level }
palette-queue = Queue { $name }
palette-view = View: { $name }

## Keyboard

keys-group = { $group ->
    [move] Move
    [decide] Decide
    [grants] Live grants
    [queues] Queues
   *[anywhere] Anywhere
}
keys-action = { $action ->
    [next] Next
    [previous] Previous
    [find] Search
    [first] First
    [last] Last
    [open] Open
    [back] Back
    [arrivals] New arrivals
    [panes] Pane to pane
    [select] Select
    [select-down] Select downwards
    [select-up] Select upwards
    [select-all] Select all of the tenant
    [snooze] Snooze
    [grant] Grant
    [deny] Deny
    [shorten] Shorten
    [shorter] Shorter
    [longer] Longer
    [undo] Undo while held
    [send-now] Send now
    [open-page] Open it in its own system
    [classify-low] Classify the role: low
    [classify-medium] Medium
    [classify-high] High
    [classify-critical] Critical
    [classify-forget] Take that back
    [revoke] Revoke
    [connect] Connect a queue
    [inbox] Inbox
    [grants] Live grants
    [log] Log
    [insights] Insights
    [settings] Settings
    [palette] Do something
    [shortcuts] This sheet
   *[quit] Quit
}

## Practice

practice-tag = Practice, made up
practice-place = { $done } of { $total } decided
practice-end = End practice
practice-what = What was this?
practice-feedback = What this decision was worth
practice-verdict = { $verdict ->
    [right] You caught it.
    [plain] Rightly so.
    [missed] You missed it.
    [too-strict] Stricter than needed.
   *[withheld] Nothing to decide.
}
practice-was = { $trap ->
    [none] This was what it says.
    [look-alike] The name is not what it seems.
    [hidden-words] Hidden characters turn its words around.
    [own-request] It was your own request, under another name or through an agent.
    [odd-hour] It was asked in the middle of the night, without a ticket.
    [too-long] It was asked for far longer than usual.
   *[changed] It became another request after you had opened it.
}
practice-did = { $decision ->
    [granted] You granted { $length }.
    [denied] You denied it.
    [unanswered] Nobody answered in time, and silence grants nothing.
   *[withheld] Nobody can decide on their own request, and Doorward holds to that.
}
practice-took = It took you { $time }.
practice-careful = What a careful person does
practice-careful-do = { $trap ->
    [none] Grants the { $asked } that were asked for: nothing speaks against it.
    [look-alike] Denies it, and asks the real person by another way.
    [hidden-words] Denies it: whoever hides characters hides what is asked.
    [own-request] Leaves it to somebody else.
    [odd-hour] Denies it until somebody awake names a ticket.
    [too-long] Shortens it: { $usual } is usual, { $asked } were asked for.
   *[changed] Reads the difference, and grants no more than the { $asked } that were asked for at first.
}
practice-where = Where it was to be seen
practice-sign = { $sign ->
    [boxed-letter] A letter of another alphabet stands boxed in the name, in the list and on the sheet.
    [boxed-words] Hidden characters stand boxed in the requester’s words.
    [no-decision] The panel says that it is your own, and offers no decision.
    [their-zone] Each length says when it ends where the person is, so how late it is there.
    [no-ticket] No ticket is named.
    [longer-in-risk] The reasons of the risk say that it is longer than the usual { $usual }.
    [difference] The sheet asked you to read the difference before it went on.
   *[nothing-odd] Nothing is boxed, the length is usual, and the reasons of the risk are short.
}
practice-so-far = So far
practice-open = Request { $number }, not decided yet
practice-name = { $trap ->
    [none] Nothing wrong
    [look-alike] Look-alike name
    [hidden-words] Hidden characters
    [own-request] Your own request
    [odd-hour] Odd hour
    [too-long] Too long
   *[changed] Changed after opening
}
practice-vow = Practice decisions are signed with a practice key and never leave this machine.
practice-next = Next request
practice-how = See how it went
practice-summary = How practice went
practice-summary-title = { $right } of { $total } as a careful person would
practice-summary-all = Real requests look the same. Take the time that you took here.
practice-summary-some = Each line says what was missed. The next round has other requests.
practice-times = Time to decide, by risk
practice-times-of = { $count ->
    [one] of { $number } decision
   *[other] median of { $number } decisions
}
practice-again = Practise again

## First steps

intro-brand = Doorward
intro-name = First steps
intro-step = { $step ->
    [practise] Practise
    [connect] Connect a queue
   *[interrupt] Choose what may interrupt
}
intro-title = { $step ->
    [practise] Decide five made-up requests
    [connect] Where do requests come from?
   *[interrupt] What may interrupt you?
}
intro-line = { $step ->
    [practise] A few minutes, in a window of its own. Nothing leaves this machine and no one gets access. Some of the five try to trick you, as real ones do.
    [connect] Doorward reads the queues that you already have. It asks for the smallest rights, and says what each system can and cannot do. Your sign-in is kept in the system keyring.
   *[interrupt] A notification never decides anything. It opens the request, and goes away when someone else has dealt with it.
}
intro-trap = { $trap ->
    [look-alike] A name that is not what it seems
    [own-request] Your own request, through an agent
    [odd-hour] An odd hour
   *[changed] Changed after you opened it
}
intro-trap-line = { $trap ->
    [look-alike] one letter from another alphabet
    [own-request] nobody approves their own
    [odd-hour] night where the person lives
   *[changed] the difference is shown
}
intro-keys = Keys to know
intro-practising = Practice is open in a window of its own. Come back here when you have done it.
intro-start = Start practice
intro-next = Go on
intro-done = Open the inbox
intro-skip = { $step ->
    [practise] Skip practice
    [connect] Later
   *[interrupt] Leave it as it is
}
intro-connected = { $count ->
    [one] { $number } queue is connected.
   *[other] { $number } queues are connected.
}
intro-preset = { $preset ->
    [critical] Critical only
    [high] High and critical
   *[everything] Everything
}
intro-preset-line = { $preset ->
    [critical] The rest is gathered in a digest
    [high] Medium and low are gathered in a digest
   *[everything] Each request at once, within the limits
}
