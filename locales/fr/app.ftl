# Les mots propres à l’interface : noms des lieux et des commandes, et cadres des temps restants. Ce qui est dit d’une demande,
# d’un accès ou du journal vient du noyau.
#
# Glossaire
#   request      demande
#   grant        accorder ; accès accordé (il prend fin de lui-même)
#   agree        donner son accord (là où d’autres doivent aussi le donner)
#   deny         refuser
#   revoke       révoquer
#   approver     approbateur, mais de préférence « vous » : sans genre
#   requester    la personne qui demande ; jamais « le demandeur »
#   tenant       organisation (le terme « locataire » n’est pas compris)
#   queue        file
#   inbox        boîte de réception
#   log          journal ; entry : entrée
#   witness      témoin ; witnessed : attesté, cosigned : contresigné
#   leaf, root   feuille, racine
#   doctor       diagnostic
#   held         retenue : décidée, pas encore envoyée
#   keyring      trousseau de clés
# On vouvoie. Les boutons sont à l’infinitif. Espace insécable avant : ; ? et dans « ».

## La fenêtre

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] Réception
    [grants] Accès en cours
    [log] Journal
    [insights] Statistiques
   *[settings] Réglages
}
frame-pages = Pages
frame-queues = Files
frame-queue = { $name } : { $state }, reçu { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Exercice : fictif
frame-practice-long = Ce que montre la file d’exercice est fictif.
frame-shortcuts = Raccourcis
frame-close = Fermer
frame-change-keys = Changer les touches
frame-find = Chercher
frame-single-keys = Les touches seules agissent dans la liste et la fiche, jamais pendant la saisie.
frame-notices = Avis
frame-next-try = nouvel essai dans { $seconds } s
frame-try-now = Essayer maintenant
frame-try-again = Réessayer
frame-open-log = Ouvrir le journal
frame-unlock = Déverrouiller le trousseau
frame-not-read = Les données n’ont pas pu être lues.
queue-state = { $state ->
    [fresh] connectée
    [old] données vieillissantes
   *[off] injoignable
}
time-days = { $days } j
time-hours = { $hours } h

## Le temps, là où la place manque

time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copier

copy-done = Copié
copy-failed = Copie impossible

## Réception

inbox-list = Demandes, { $by }
inbox-by = { $sort ->
    [age] les plus anciennes d’abord
    [risk] par risque
   *[time-left] par temps restant
}
inbox-fresh = { $count ->
    [one] { $number } nouvelle depuis votre passage
   *[other] { $number } nouvelles depuis votre passage
}
inbox-show = Afficher
inbox-outbox = { $count ->
    [one] { $number } décision attend d’être envoyée
   *[other] { $number } décisions attendent d’être envoyées
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] { $number } accès en cours
   *[other] { $number } accès en cours
}
inbox-choose = Choisissez une demande pour la lire ici.
filter-name = Filtre
filter-hint = Filtre : risk:high tenant:contoso
filter-clear = Effacer le filtre
filter-show-all = Afficher toutes les demandes
filter-found = { $count ->
    [one] { $number } demande trouvée.
   *[other] { $number } demandes trouvées.
}
filter-suggestions = { $count ->
    [one] { $number } suggestion
   *[other] { $number } suggestions
}
narrow-name = Trier, regrouper, restreindre
narrow-sort = Tri
narrow-group = Regroupement
narrow-group-by = { $group ->
    [tenant] par organisation
    [requester] par personne qui demande
    [risk] par risque
   *[none] sans regroupement
}
narrow-more = { $count ->
   *[other] et { $number } de plus
}
views-title = Vues
views-own = Vos vues
views-name = Nom de la vue
views-hint = Garder cette liste sous…
views-save = Enregistrer
views-rename = Renommer
views-remove = Retirer
views-taken = Vous avez déjà une vue de ce nom. Choisissez un autre nom.
bulk-name = La sélection
bulk-selected = { $count ->
    [one] { $number } sélectionnée dans { $tenant }
   *[other] { $number } sélectionnées dans { $tenant }
}
bulk-none = Rien n’est sélectionné.
bulk-other-tenant = La sélection relève de { $tenant }. Une sélection relève d’une seule organisation.
bulk-cannot = Cette demande ne peut pas être sélectionnée : vous n’avez rien à y décider.
bulk-full = Au plus { $number } demandes à la fois.
bulk-all = Tout sélectionner
bulk-clear = Effacer la sélection
bulk-deny = Refuser…
bulk-snooze = Reporter…
bulk-grant = Accorder à faible risque…
bulk-held = { $count ->
    [one] { $number } décision retenue, { $seconds } s
   *[other] { $number } décisions retenues, { $seconds } s
}
bulk-undo = Tout annuler
bulk-done = { $count ->
    [one] { $number } décision est retenue.
   *[other] { $number } décisions sont retenues.
}
bulk-undone = { $count ->
    [one] { $number } décision annulée. Rien n’en a été envoyé.
   *[other] { $number } décisions annulées. Rien n’en a été envoyé.
}
review-left-out = { $count ->
    [one] { $number } est laissée de côté
   *[other] { $number } sont laissées de côté
}
review-more = { $count ->
   *[other] { $number } de plus correspondent et n’en font pas partie : c’est plus que ce qui se fait à la fois.
}
review-each = Chacune est signée, retenue et annulée à part.
review-reason-needed = Motif, requis : gardé au journal
review-confirm = { $action ->
    [grant] Accorder { $number }
    [deny-and-report] Refuser { $number } et signaler
   *[deny] Refuser { $number }
}
snooze-title = Reporter jusqu’à
snooze-act = Reporter
snooze-wake = Rappeler
snooze-woken = La demande est de retour dans la boîte.
snooze-minutes = Dans { $minutes } minutes
snooze-hours = { $count ->
    [one] Dans { $number } heure
   *[other] Dans { $number } heures
}
snooze-tomorrow = Demain : { $at }
snooze-before-end = { $minutes } minutes avant l’échéance
snooze-foot = Elle revient si elle change, et au plus tard quand il reste un dixième de son temps.
snooze-done = { $count ->
    [one] { $number } demande est reportée.
   *[other] { $number } demandes sont reportées.
}
fold-asked = { $count ->
   *[other] { $number } demandes de
}
fold-each = Afficher chacune
fold-report = Tout refuser et signaler…

## Fiche

sheet-name = Demande
sheet-back = Retour à la liste
sheet-place = { $place } sur { $total }
sheet-left = encore { $time }, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] Il reste 10 minutes pour répondre.
    [two-minutes] Il reste 2 minutes pour répondre.
   *[expired] Le temps pour répondre est écoulé.
}
sheet-raw = Brut
sheet-as-shown = Tel quel
sheet-raw-label = Le texte, chaque caractère inhabituel écrit par son code
sheet-on-behalf = Pour le compte de qui
sheet-kind = { $kind ->
    [person] personne
    [agent] agent
    [service] service
   *[other] { $kind }
}
sheet-usual = D’habitude et maintenant
sheet-becomes = devient
sheet-others = Ce que d’autres ont décidé
sheet-so-far = Jusqu’ici
sheet-unknown = inconnu
sheet-saw-and-now = Ce que vous avez vu, ce qui est écrit maintenant
sheet-now = Maintenant
sheet-open-page = Ouvrir sur { $host }

## Décider

decide-name = Décider
decide-how-long = Combien de temps
decide-length-field = Durée ou fin, par exemple 90m ou until 18:00
decide-once-started = dès le début
decide-usual = habituel
decide-until = jusqu’à { $time }
decide-reason = Motif
decide-reason-hint = Motif, gardé au journal
decide-deny-hint = Pourquoi non ? Gardé au journal
decide-deny = Refuser
decide-deny-offer = Refuser, proposer { $length }
decide-offer = Proposer à la place
decide-offer-none = Rien
decide-offer-says = Le motif dira que jusqu’à { $length } seraient accordées sur nouvelle demande.
decide-offer-nothing = Cette file ne peut pas accorder moins que demandé. Un refus peut dire ce que vous accorderiez.
decide-grant = Accorder { $length }
decide-hold-to-grant = Maintenir : accorder { $length }
decide-grant-once = Accorder une fois
decide-hold-to-grant-once = Maintenir : accorder une fois
decide-agree = D’accord pour { $length }
decide-hold-to-agree = Maintenir : d’accord pour { $length }
decide-agree-once = D’accord pour une fois
decide-hold-to-agree-once = Maintenir : d’accord une fois
decide-keep-holding = Maintenez encore { $seconds }
decide-ask-grant = Accorder { $length } ?
decide-ask-grant-once = Accorder une fois ?
decide-ask-agree = D’accord pour { $length }, { $share } ?
decide-ask-agree-once = D’accord pour une fois, { $share } ?
decide-confirm = Confirmer
decide-back = Retour
decide-type = Saisissez { $word }
decide-type-label = Saisissez le nom de l’organisation : { $word }
decide-still-needed = Il manque : { $parts }.
decide-need = { $need ->
    [reason] un motif
    [tenant] le nom de l’organisation
   *[length] une durée
}
decide-again = Décider de nouveau
decide-next = Demande suivante
decide-show-in-log = Voir au journal
decide-undo = Annuler
decide-undone = Annulé. Rien n’a été envoyé.
decide-send-now = Envoyer maintenant
decide-reason-given = Motif : { $reason }
decide-held = { $count ->
    [one] Retenue { $number } seconde. Annulez avec { $key }.
   *[other] Retenue { $number } secondes. Annulez avec { $key }.
}
decide-steps = Où en est cette décision
decide-step = { $step ->
    [held] Retenue
    [signed] Signée
    [sent] Envoyée
   *[recorded] Consignée
}
risk-level = { $level ->
    [low] Faible
    [medium] Moyen
    [high] Élevé
   *[critical] Critique
}
classify-done = { $level ->
    [low] Classé : risque faible.
    [medium] Classé : risque moyen.
    [high] Classé : risque élevé.
   *[critical] Classé : risque critique.
}
classify-take-back = Retirer
classify-taken-back = Classement retiré.

## Accès en cours

grants-risk = Risque
grants-who = Qui détient quoi
grants-tenant = Organisation
grants-left = Temps restant
grants-until = Jusqu’à
grants-act = Agir
grants-same-zone = même fuseau
grants-revoke = Révoquer
grants-revoke-now = Révoquer
grants-revoke-reason = Motif facultatif
grants-revoke-whose = Révoquer l’accès : { $who }
grants-revoked = La révocation est en route.
grants-key = révoquer
grants-key-shorten = raccourcir
grants-group = Regroupement
grants-group-by = { $by ->
    [time] Par temps restant
    [tenant] Par organisation
   *[holder] Par titulaire
}
grants-shorten = Raccourcir
grants-shorten-whose = Raccourcir l’accès : { $who }
grants-shorten-end = Nouvelle fin, par exemple 30m ou until 18:00
grants-shorten-hint = 30m ou until 18:00
grants-shorten-now = Raccourcir
grants-shorten-was = avant : { $end }
grants-shortened = Le raccourcissement est en route.

## Journal

log-whose = Journal de quelle file
log-verify = Vérifier maintenant
log-verify-again = Vérifier de nouveau
log-verifying = Vérification
log-export = Exporter
log-export-evidence = Exporter les preuves
log-exported = Écrit dans { $path }
log-time = Heure
log-decision = Décision
log-entries = Entrées
log-witness = Témoin
log-list = Décisions, les plus récentes d’abord
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] attestée
    [not-yet] pas encore
    [not-provable] non prouvable
   *[does-not-match] ne concorde pas
}
log-not-yet = { $count ->
    [one] { $number } pas encore
   *[other] { $number } pas encore
}
log-tail = { $witnessed } entrées attestées sur { $entries }
log-proved-one = 1 prouvée
log-proved = 1 à { $last } prouvées
log-not-provable-one = { $entry } non prouvable
log-not-provable = { $first } à { $last } non prouvables
log-choose = Choisissez une décision pour voir sa preuve.
log-proof = Preuve
log-proof-whole = L’entrée est l’arbre entier.
log-proof-drawing = { $count ->
    [one] De l’entrée à la racine en passant par { $number } voisin.
   *[other] De l’entrée à la racine en passant par { $number } voisins.
}
log-leaf = Feuille
log-root = Racine
log-cosigned = Contresignée
log-not-cosigned = pas encore
log-copy-proof = Copier la preuve
log-raw-envelope = Enveloppe brute
log-shown = Montré
log-to-do = Ce qu’il faut faire
log-to-do-step = { $step ->
    [export] Exportez les preuves. L’export contient ce journal tel qu’il est, avec ses preuves.
    [tell] Prévenez ceux qui gèrent la file. Leur témoin garde sa propre copie.
   *[recover] Pour accorder de nouveau, commencez un nouveau journal, qui redemande son admission : { "doorward keys recover" }
}

log-search = Chercher des décisions
log-search-clear = Effacer la recherche
log-search-where = Où chercher
log-search-in = { $where ->
    [here] Ce journal
   *[all] Tous les journaux
}
log-searching = Recherche
log-found = { $count ->
    [one] { $number } décision trouvée
   *[other] { $number } décisions trouvées
}
log-found-more = { $number } décisions trouvées, et d’autres encore
log-found-none = Aucune décision ne correspond à « { $words } ».
log-found-none-hint = Chaque mot est cherché comme un début : de noms, de motifs, de rôles, d’organisations, de tickets. Une expression se met entre guillemets.
log-export-what = Exporter ce journal
log-export-form = { $form ->
    [json] JSON avec preuves
    [csv] CSV, un tableau
   *[ocsf] OCSF, des événements
}
log-export-form-hint = { $form ->
    [json] Toutes les entrées. Chacun peut les vérifier sans Doorward.
    [csv] Une ligne par décision, sans preuves : pour un tableur.
   *[ocsf] Un événement par décision, sans preuves : pour un SIEM.
}
log-export-names = Le fichier contient des noms et des motifs. Gardez-le avec autant de soin que le journal lui-même.
log-export-choose = Choisir l’emplacement
log-export-cancel = Annuler
log-exporting = Écriture, { $entries } entrées sur { $total }
log-exporting-begun = Écriture
log-export-stop = Arrêter
log-exported-decisions = { $count ->
    [0] Il ne contient ni noms ni motifs.
    [one] Il contient les noms et motifs de { $number } décision : gardez-le avec autant de soin que le journal lui-même.
   *[other] Il contient les noms et motifs de { $number } décisions : gardez-le avec autant de soin que le journal lui-même.
}

## Statistiques

insights-period = Période
insights-days = { $period ->
    [week] 7 derniers jours
    [month] 30 derniers jours
    [quarter] 90 derniers jours
   *[year] 12 derniers mois
}
insights-queue = File
insights-all-queues = Toutes les files
insights-figure = { $figure ->
    [yours] décidées par vous
    [in-time] dans les délais
    [shortened] accordées plus court
    [denied] refusées
    [undone] annulées à temps
   *[used] du temps accordé utilisé
}
insights-no-figure = rien qui permette de le dire
insights-as-table = Afficher en tableau
insights-as-picture = Afficher en graphique
insights-arrows = Les flèches vont de valeur en valeur.
insights-point = { $label } : { $said }
insights-nothing = Rien n’a été demandé ni décidé pendant ces jours.
insights-nothing-hint = Choisissez une période plus longue ou toutes les files.
insights-few = { $count ->
    [one] Seulement { $number } : trop peu pour dire ce qui est habituel.
   *[other] Seulement { $number } : trop peu pour dire ce qui est habituel.
}
insights-share = { $share } ({ $number })
insights-of = { $part } sur { $total }
insights-column = { $column ->
    [who] Qui
    [median] La moitié sous
    [p90] Neuf sur dix sous
    [decisions] Décisions
    [answer] Réponse
    [requests] Demandes
    [share] Part
    [day] Jour
    [week] Semaine du
    [asked] Demandées
    [decided] Décidées
    [yours] Par vous
    [risk] Risque
    [role] Rôle
    [tenant] Organisation
    [granted] Comme demandé
    [shorter] Plus court
    [denied] Refusées
    [median-length] Durée médiane
    [what] Quoi
    [clicked] Cliquées
    [stood] Maintenues
    [agreed] Un accord parmi d’autres
    [undone] Annulées
    [changed] Modifiées entre-temps
    [unsigned] Non signées
    [others-first] Devancées par d’autres
    [refused] Rejetées
    [too-late] Trop tard
    [open] En route
    [time] Temps
   *[minutes] Minutes
}
insights-took = La moitié est décidée en moins de { $median }
insights-took-one = Une seule a été décidée, après { $median }
insights-took-none = Aucune demande n’a été décidée par quelqu’un
insights-took-about = De la demande à la décision. Neuf sur dix en moins de { $p90 }
insights-took-about-one = De la demande à la décision
insights-took-who = { $who ->
    [everybody] Tout le monde
   *[you] Vous
}
insights-took-said = la moitié en moins de { $median }, neuf sur dix en moins de { $p90 }
insights-took-nothing = rien de décidé
insights-sla = { $percent } ont reçu une réponse à temps
insights-sla-all = Toutes ont reçu une réponse à temps
insights-sla-no = Aucune n’a reçu de réponse à temps
insights-sla-none = Aucune réponse n’était attendue
insights-sla-about = { $count ->
    [one] Sur { $number } qui a été décidée ou aurait dû l’être
   *[other] Sur { $number } qui ont été décidées ou auraient dû l’être
}
insights-answer = { $answer ->
    [in-time] à temps
    [late] en retard
   *[unanswered] sans réponse
}
insights-volumes = Le plus de demandes : { $number }, le { $day }
insights-volumes-week = Le plus de demandes : { $number }, la semaine du { $day }
insights-volumes-even = { $step ->
    [day] Aucun jour ne se détache : { $number } demandes au plus
   *[week] Aucune semaine ne se détache : { $number } demandes au plus
}
insights-volumes-none = Rien n’a été demandé
insights-volumes-about = { $step ->
    [day] Demandes par jour
   *[week] Demandes par semaine
}
insights-volumes-said = { $asked } demandées, { $decided } décidées, { $yours } par vous
insights-volume = { $series ->
    [asked] demandées
    [decided] décidées
   *[yours] par vous
}
insights-risk = { $percent } étaient à risque élevé ou critique
insights-risk-no = Aucune n’était à risque élevé ou critique
insights-risk-all = Toutes étaient à risque élevé ou critique
insights-risk-about = { $count ->
    [one] Sur { $number } demande, selon son risque
   *[other] Sur { $number } demandes, selon leur risque
}
insights-shortened = { $percent } des accès accordés sont plus courts que demandé
insights-shortened-no = Aucun accès accordé n’est plus court que demandé
insights-shortened-all = Tous les accès accordés sont plus courts que demandé
insights-shortened-none = Rien n’a été accordé par quelqu’un
insights-roles-about = En tout, et pour les rôles les plus souvent décidés
insights-roles-all = Tous les rôles
insights-decision = { $decision ->
    [granted] comme demandé
    [shorter] plus court
   *[denied] refusées
}
insights-decision-said = { $granted } comme demandé, { $shorter } plus court, { $denied } refusées
insights-own = { $count ->
    [one] Vous avez décidé { $number } fois
   *[other] Vous avez décidé { $number } fois
}
insights-own-undone = { $count ->
    [one] Vous avez décidé { $number } fois et annulé { $undone } fois
   *[other] Vous avez décidé { $number } fois et annulé { $undone } fois
}
insights-own-none = Vous n’avez rien décidé
insights-own-about = Ce que vous avez cliqué, et ce qu’il en est advenu
insights-end = { $end ->
    [stood] maintenues
    [undone] annulées
    [no-effect] sans effet
   *[open] en route
}
insights-end-said = { $stood } maintenues, { $undone } annulées, { $failed } sans effet, { $open } en route
insights-used = { $percent } du temps accordé a été utilisé
insights-used-none = Aucun accès terminé n’indique combien de temps il a servi
insights-used-about = { $count ->
    [one] Jusqu’à sa fin ou sa révocation, de { $number } accès terminé
   *[other] Jusqu’à leur fin ou leur révocation, de { $number } accès terminés
}
insights-untold = { $number } de plus ne l’indiquent pas.
insights-time = { $time ->
    [used] utilisé
   *[unused] non utilisé
}

## Files

queues-list = Files connectées
queues-connect = Connecter une file
queues-sign-in-again = Se reconnecter
queues-new-token = Nouveau jeton
queues-doctor = Diagnostic
queues-doctor-of = Ce qui fait obstacle chez { $name }
queues-looking = Examen en cours
queues-look-again = Réexaminer
queues-close-look = Fermer le diagnostic
queues-copy-report = Copier le rapport
queues-weight = { $weight ->
    [ok] en ordre
    [warning] à regarder
   *[error] fait obstacle
}
queues-check = { $check ->
    [profile] Profil
    [keyring] Trousseau
    [queues] Liste des files
    [store] Dossier
    [address] Adresse
    [reach] Accès réseau
    [token] Jeton
    [sign-in] Qui vous êtes
    [api] Version
    [clock] Horloge
    [device] Cet appareil
    [key] Sa clé
    [security-key] Clé de sécurité
    [witness] Témoin
    [queue-log] Journal de la file
    [mirror] Ce qui est connu
    [presence] Présence
    [capabilities] Ce qu’elle sait faire
   *[other] { $check }
}
queues-experimental = Expérimental
queues-experimental-why = Expérimental : { $why }
queues-remove = Retirer
queues-remove-which = Retirer { $name }
queues-remove-now = Retirer
queues-keep = Garder
queues-type-name = Saisissez son nom pour la retirer : { $name }
queues-removed = { $name } est retirée : plus rien n’en est reçu ni ne lui est envoyé.
queues-can = Ce qu’elle sait faire

## Connecter une file

connect-again = Se reconnecter à { $name }
connect-stage = { $stage ->
    [choose] Système
    [fill] Connexion
   *[done] Connectée
}
connect-stages = Étapes
connect-past = { $step }, fait
connect-choose = D’où viennent les demandes ?
connect-weaker = Plus faible qu’ailleurs
connect-needs = Ce qu’il vous faut
connect-page = Tout à son sujet : { $page }
connect-cancel = Abandonner
connect-back = Retour
connect-next = Suivant
connect-address = Adresse
connect-address-hint = https, ou http sur cette machine
connect-address-is = Adresse { $address }
connect-address-at = { $system }, { $address }
connect-whole = Écrire l’adresse d’un seul tenant
connect-in-parts = La remplir par parties
connect-name = Le nom que vous lui donnez
connect-name-hint = Figure dans les listes et dans votre journal
connect-watch = Observer seulement
connect-watch-hint = Elle est lue, évaluée et signalée ici ; on décide dans son propre système.
connect-who = Qui vous y êtes
connect-way = { $way ->
    [browser] Dans le navigateur
    [code] Avec un code
   *[token] Avec un jeton
}
connect-way-hint = { $way ->
    [browser] Une page du fournisseur s’ouvre dans votre navigateur.
    [code] Vous saisissez un code court sur une page, dans n’importe quel navigateur, sur n’importe quel appareil.
   *[token] Donné par ceux qui gèrent le système, ou créé par vous là-bas. Un jeton expire : vous en collez alors un autre.
}
connect-client = ID client
connect-client-hint = Tel que votre organisation l’a enregistré
connect-secret = Secret client, s’il y en a un
connect-secret-kept = Gardé d’avant
connect-more = Un autre fournisseur
connect-issuer = Émetteur
connect-issuer-hint = À la place de { $issuer }
connect-token = Jeton
connect-file = Chemin de votre fichier d’identité
connect-file-hint = Il est lu une seule fois. Son contenu va dans le trousseau du système : supprimez ensuite le fichier.
connect-invitation = Invitation, si vous y avez un autre appareil
connect-keyring = Va dans le trousseau du système et nulle part ailleurs.
connect-check = Vérifier et connecter
connect-sign-in = S’identifier et connecter
connect-not-all = Des champs sont encore vides.
connect-doing = Connexion de { $name }
connect-step = { $step ->
    [reach] Joindre
    [sign-in] S’identifier
    [check] Qui vous êtes
   *[hear] Connecter
}
connect-doing-step = { $step ->
    [reaching] On demande si elle répond
    [signing-in] On interroge le fournisseur
    [browser] En attente de votre connexion dans le navigateur
    [code] En attente de la saisie du code
    [checking] On vérifie qui vous y êtes
   *[connecting] Connexion et première lecture
}
connect-page-opened = La page a été ouverte dans votre navigateur. Si aucune n’apparaît, copiez son adresse et ouvrez-la vous-même.
connect-page-by-hand = Aucun navigateur n’a pu être ouvert. Copiez l’adresse de la page et ouvrez-la vous-même.
connect-copy-address = Copier l’adresse
connect-type-code = Ouvrez { $address } dans n’importe quel navigateur et saisissez ce code :
connect-copy-code = Copier le code
connect-waits = L’attente dure cinq minutes. Si la page affiche une erreur, arrêtez et vérifiez le client.
connect-stop = Arrêter
connect-stopping = Arrêt en cours
connect-stopped = Rien n’a été connecté.
connect-done = { $name } est connectée.
connect-you-are = Vous êtes
connect-approver-in = Vous décidez pour
connect-guarantee = Ce qu’elle garantit
connect-to-inbox = Ouvrir la réception
connect-to-queues = Voir les files
connect-another = En connecter une autre

## Réglages

settings-sections = Rubriques des réglages
settings-search = Chercher un réglage
settings-none = Aucun réglage ne porte ce nom.
settings-back = Tous les réglages
settings-section = { $section ->
    [queues] Files
    [keys] Identités et clés
    [notifications] Notifications
    [away] Absence
    [roles] Rôles dangereux
    [language] Langue et région
    [appearance] Apparence
    [keyboard] Clavier
    [computer] Cet ordinateur
   *[about] À propos
}
# Noms des réglages, aussi pour la recherche et la palette.
settings-name = { $setting ->
    [connect] Connecter une file
    [devices] Vos appareils
    [new-key] Changer la clé de cet appareil
    [admit] Admettre un autre appareil
    [security-keys] Clés de sécurité
    [levels] Ce qui est notifié, et comment
    [digest] Heures du récapitulatif
    [quiet] Heures calmes
    [hide] Taire qui, quoi et où
    [nudges] Me le rappeler à la moitié et aux neuf dixièmes du temps
    [notify-language] Langue des notifications
    [example] En envoyer une maintenant
    [away] Absence jusqu’à
    [pause] Suspendre les notifications
    [role] Dangerosité d’un rôle
    [language] Langue
    [zone] Fuseau horaire
    [theme] Clair ou sombre
    [contrast] Plus de contraste
    [density] Hauteur des lignes
    [text-size] Taille du texte
    [motion] Moins d’animations
    [single-keys] Touches sans { $mod }
    [keys] Changer les touches
    [login] Lancer à l’ouverture de session
    [close] Rester dans la zone de notification quand la fenêtre se ferme
    [version] Version
    [profile] Emplacement du profil
    [first-steps] Premiers pas
    [practise] S’entraîner
   *[checks] Ce qui est vérifié
}
# Autres mots par lesquels un réglage se trouve.
settings-words = { $setting ->
    [connect] ajouter connecteur connexion
    [devices] empreinte révoquer enrôlé
    [new-key] rotation renouveler
    [admit] empreinte invitation
    [security-keys] jeton toucher passkey FIDO
    [levels] bannière niveau de risque tout de suite jamais
    [digest] résumé regroupé
    [quiet] ne pas déranger nuit week-end silence
    [hide] écran verrouillé confidentialité détails
    [nudges] rappel échéance délai
    [notify-language] traduction alertes
    [example] essai aperçu test
    [away] absent congés vacances
    [pause] muet silence suspendre
    [role] classer risque tableau
    [language] traduction langue régionale
    [zone] région horloge heure
    [theme] couleur mode nuit
    [contrast] accessibilité
    [density] compact confortable
    [text-size] zoom police plus grand
    [motion] animation accessibilité
    [single-keys] raccourcis accessibilité
    [keys] raccourcis personnaliser
    [login] démarrage automatique lancement
    [close] quitter arrière-plan
    [version] licence
    [profile] dossier journaux
    [first-steps] accueil visite recommencer
    [practise] exercice demandes inventées
   *[checks] vérifier témoin trousseau
}
settings-keep = Laisser ainsi

settings-risk = Risque
settings-way = { $way ->
    [at-once] Tout de suite
    [digest] Dans un récapitulatif
   *[never] Pas du tout
}
settings-way-of = { $level } : { $way }
settings-when-quiet = Pendant les heures calmes
settings-comes-through = Passe quand même
settings-waits = Attend
settings-caps = Au plus { $one } par minute et { $hour } par heure au sujet d’une même personne. Au-delà de { $all } par minute, une seule pour toutes. Une avalanche est notifiée une fois. Les rôles que personne n’a classés comptent comme élevés.
settings-digest-at = Donné à
settings-digest-at-hint = Des heures comme 09:00 14:00 ; aucune pour jamais
settings-digest-every = Toutes les
settings-digest-minutes = { $minutes } min
settings-digest-not = seulement à ces heures
settings-no-time = « { $text } » n’est pas une heure. Écrivez-la comme 20:00.
settings-zone-own = Heure de { $zone }, suit l’horloge de cet ordinateur
settings-zone-set = Heure de { $zone }
settings-quiet-usual = Nuits et week-ends
settings-quiet-none = Il n’y a pas d’heures calmes.
settings-quiet-what = Ce qui attend pendant ce temps est résumé une fois à la fin.
settings-quiet-from = { $day }, calme à partir de
settings-quiet-to = { $day }, calme jusqu’à
settings-quiet-to-word = à
settings-quiet-all = toute la journée
settings-quiet-add = Ajouter des heures calmes : { $day }
settings-quiet-remove = Retirer les heures calmes : { $day }, à partir de { $from }
settings-quiet-copy = Les mêmes chaque jour : comme { $day }
settings-hide-what = Pour les écrans que d’autres voient : une notification dit que quelque chose attend, à quel risque et jusqu’à quand.
settings-preview = Aperçu
settings-preview-case = { $case ->
    [at-once] Tout de suite
    [reminder] Rappel, à { $at }
   *[digest] Récapitulatif, à { $at }
}
settings-preview-none = Avec ces réglages rien n’est notifié. La boîte de réception et la zone de notification comptent quand même.
settings-preview-foot = Rien ne se décide depuis une notification. Ses boutons ouvrent la demande ici. Elle disparaît quand quelqu’un d’autre a décidé.
settings-review = Examiner
settings-deny = Refuser…
settings-sent = Envoyée. Elle est sur votre bureau.

settings-away-day = Jour
settings-away-time = Heure
settings-away-go = S’absenter
settings-away-is = Absence jusqu’à { $until }.
settings-away-back = Je suis de retour
settings-away-over = Choisissez un jour et une heure à venir, comme { $example }.
settings-away-tomorrow = Jusqu’à demain
settings-away-monday = Jusqu’à lundi
settings-away-week = Une semaine
settings-away-what = Rien n’est notifié jusque-là, même ce qui est critique. Ce qui expire avant est annoncé à votre départ, et à votre retour il y a un seul résumé. Les demandes ne sont confiées à personne : qui d’autre peut décider les voit comme avant.
settings-pause-minutes = Pendant { $minutes } min
settings-pause-hours = Pendant { $hours } h
settings-pause-open = Jusqu’à ce que je reprenne
settings-pause-what = Seul ce qui est critique est notifié.
settings-pause-is = Suspendues jusqu’à { $until }.
settings-pause-is-open = Suspendues jusqu’à ce que vous repreniez.
settings-pause-on = Reprendre

settings-read = État à { $at }
settings-not-read = Pas encore lu
settings-this-device = Cet appareil
settings-fingerprint = Empreinte
settings-copy-fingerprint = Copier l’empreinte
settings-enrolled = enrôlé { $at }
settings-used = utilisé { $at }
settings-never-used = jamais utilisé
settings-revoked = révoqué { $at }
settings-new-device = Nouveau : était-ce vous ?
settings-key-change = Changer sa clé
settings-key-change-what = La file n’accepte plus ensuite que la nouvelle clé. Rien de ce qui a été signé avant ne perd sa valeur.
settings-key-changed = Cet appareil a une nouvelle clé.
settings-key-waits = La file n’a pas encore confirmé la nouvelle clé de cet appareil. L’annonce se fait d’elle-même.
settings-device-revoke = Révoquer
settings-device-revoke-which = Révoquer { $name }
settings-device-revoke-what = Plus rien de ce que signe { $name } n’est accepté. C’est sans retour.
settings-device-revoked = { $name } est révoqué.
settings-asks = demande à être admis depuis { $at }
settings-admit-what = Si vous êtes devant cet appareil, comparez ce qu’il affiche et tapez-le ici.
settings-admit = Admettre
settings-admitted = { $name } est admis et peut décider désormais.
settings-log-key = Clé du journal de cet appareil, pour le vérifier ailleurs
settings-copy-log-key = Copier la clé du journal
settings-security-add = Ajouter une clé de sécurité
settings-security-name = Comment vous l’appelez
settings-security-touch = Touchez-la quand elle clignote. Si une autre est enrôlée, touchez-la aussi : elle se porte garante de la nouvelle.
settings-security-none = Aucune. Un accès qui en exige une ne peut pas être accordé d’ici.
settings-security-at = enrôlée { $at } chez { $by }
settings-security-remove = Retirer
settings-security-remove-which = Retirer { $name }
settings-security-remove-what = Plus rien de ce que signe { $name } n’est accepté.
settings-security-added = { $name } est enrôlée.
settings-security-removed = { $name } est retirée.
settings-no-devices = Aucune file n’est connectée, donc aucun appareil n’est enrôlé.

settings-roles-search = Chercher un rôle
settings-roles-what = Ce qu’un rôle permet de faire, et à quel point c’est dangereux. Vos propres lignes passent avant le tableau ; ce que personne n’a classé compte comme élevé. Tout reste ici et n’est envoyé nulle part.
settings-roles-mine = Seulement les miens
settings-roles-all = Tous
settings-roles-unknown = Non classés
settings-roles-none = Aucun rôle ne porte ce nom.
settings-roles-more = { $count ->
    [one] Encore { $number }. Cherchez pour réduire la liste.
   *[other] Encore { $number }. Cherchez pour réduire la liste.
}
settings-roles-waiting = { $count ->
    [one] { $number } demande attend
   *[other] { $number } demandes attendent
}
settings-roles-nobody = Personne ; compte comme élevé
settings-roles-source = Source
settings-roles-copy = Copier l’adresse de la source
settings-roles-as = Classer { $role }
settings-roles-forget = Retirer

settings-language-system = Comme le système
settings-language-what = S’applique aussitôt. Ce qui est dit des demandes, et le journal, sont en anglais.
settings-zone-what = Les heures sont données en { $zone }, comme l’horloge de cet ordinateur.

settings-theme = { $theme ->
    [system] Comme le système
    [light] Clair
   *[dark] Sombre
}
settings-density = { $density ->
    [comfortable] Confortable
   *[compact] Compact
}
settings-percent = { $percent } %
settings-text-size-what = Tout grandit avec lui et se dispose à nouveau, pour que rien ne soit coupé.
settings-contrast-what = Même si le système ne le demande pas.
settings-motion-what = Les anneaux deviennent des nombres. Même si le système ne le demande pas.

settings-single-what = Lettres et signes qui agissent dans la liste et la fiche, jamais pendant la saisie. Sans eux tout reste dans la palette.
settings-key-change-word = Changer
settings-key-press = Appuyez sur une touche
settings-key-of = Changer la touche : { $action }
settings-key-off = Désactiver
settings-key-off-of = Désactiver la touche : { $action }
settings-key-reset = Réinitialiser
settings-key-reset-of = Réinitialiser la touche : { $action }
settings-key-reset-all = Tout réinitialiser
settings-key-none = aucune
settings-key-fixed = la même partout
settings-key-taken = { $key } sert déjà à « { $action } ».
settings-key-reserved = { $key } sert à se déplacer et à écrire.
settings-key-needs-mod = Cette touche agit aussi pendant la saisie : il lui faut { $mod }.

settings-login-what = Le lancement se fait dans la zone de notification, sans la fenêtre.
settings-close-what = Les demandes continuent d’arriver et les accès finissent à l’heure. On quitte par le menu de la zone de notification.
settings-close-no-tray = Sur ce bureau aucune zone de notification n’affiche l’application : fermer la fenêtre la quitte.

settings-licence = Licence
settings-logs = Le journal technique du programme
settings-logs-what = Pour examiner une panne. Il ne contient ni mots des demandes ni secrets.
settings-copy-path = Copier
settings-checks-log = Votre propre journal est vérifié à chaque lancement et chaque fois qu’il est ouvert, entrée par entrée, auprès de son témoin.
settings-checks-queue = Le journal de chaque file est lu avant que soit signé un accord :
settings-standing = { $standing ->
    [consistent] concorde
    [due] à lire
    [broken] rompu
   *[unknown] pas encore lu
}

## Palette

palette-name = Faire quelque chose
palette-field = Une action, une page, une demande, un réglage
palette-group = { $group ->
    [request] Cette demande, { $who }
    [requests] Demandes
    [go] Aller à
    [settings] Réglages
   *[do] Faire
}
palette-none = Rien ne porte ce nom.
palette-found = { $count ->
    [one] { $number } trouvé
   *[other] { $number } trouvés
}
palette-choose = choisir
palette-do = exécuter
palette-close = fermer
palette-foot = Rien ne s’accorde d’ici.
palette-opens = ouvre le panneau
palette-classify = Classer le rôle : { $level }
palette-queue = File { $name }
palette-view = Vue : { $name }

## Clavier

keys-group = { $group ->
    [move] Se déplacer
    [decide] Décider
    [grants] Accès en cours
    [queues] Files
   *[anywhere] Partout
}
keys-action = { $action ->
    [next] Suivante
    [previous] Précédente
    [find] Chercher
    [first] Première
    [last] Dernière
    [open] Ouvrir
    [back] Retour
    [arrivals] Nouvelles arrivées
    [panes] De volet en volet
    [select] Sélectionner
    [select-down] Sélectionner vers le bas
    [select-up] Sélectionner vers le haut
    [select-all] Tout sélectionner de l’organisation
    [snooze] Reporter
    [grant] Accorder
    [deny] Refuser
    [shorten] Raccourcir
    [shorter] Plus court
    [longer] Plus long
    [undo] Annuler tant que retenue
    [send-now] Envoyer maintenant
    [open-page] Ouvrir dans son système
    [classify-low] Classer le rôle : faible
    [classify-medium] Moyen
    [classify-high] Élevé
    [classify-critical] Critique
    [classify-forget] Retirer le classement
    [revoke] Révoquer
    [connect] Connecter une file
    [inbox] Réception
    [grants] Accès en cours
    [log] Journal
    [insights] Statistiques
    [settings] Réglages
    [palette] Faire quelque chose
    [shortcuts] Cet aide-mémoire
   *[quit] Quitter
}
keys-hold = maintenir
keys-name = { $key ->
    [Enter] Entrée
    [Escape] Échap
    [Shift] Maj
    [Control] Ctrl
    [Home] Début
    [End] Fin
   *[other] { $key }
}

## Entraînement

practice-title = Entraînement · { $title }
practice-tag = Entraînement, inventé
practice-place = { $done } sur { $total } décidées
practice-end = Terminer l’entraînement
practice-what = Qu’était-ce ?
practice-feedback = Ce que valait cette décision
practice-verdict = { $verdict ->
    [right] Bien vu.
    [plain] À juste titre.
    [missed] Passé inaperçu.
    [too-strict] Plus strict que nécessaire.
   *[withheld] Rien à décider.
}
practice-was = { $trap ->
    [none] Cette demande était ce qu’elle dit.
    [look-alike] Le nom n’est pas ce qu’il semble.
    [hidden-words] Des caractères cachés retournent ses mots.
    [own-request] C’était votre propre demande, sous un autre nom ou par un agent.
    [odd-hour] Elle venait au milieu de la nuit, sans ticket.
    [too-long] Elle durait bien plus que d’habitude.
   *[changed] Elle est devenue une autre après son ouverture.
}
practice-did = { $decision ->
    [granted] Vous avez accordé { $length }.
    [denied] Vous l’avez refusée.
    [unanswered] Personne n’a répondu à temps, et le silence n’accorde rien.
   *[withheld] Personne ne décide de sa propre demande, et Doorward y veille.
}
practice-took = Il vous a fallu { $time }.
practice-careful = Ce que fait une personne attentive
practice-careful-do = { $trap ->
    [none] Elle accorde les { $asked } demandés : rien ne s’y oppose.
    [look-alike] Elle refuse, et interroge la vraie personne par un autre moyen.
    [hidden-words] Elle refuse : qui cache des caractères cache ce qu’il demande.
    [own-request] Elle la laisse à quelqu’un d’autre.
    [odd-hour] Elle refuse tant que personne d’éveillé ne donne un ticket.
    [too-long] Elle raccourcit : { $usual } est l’usage, { $asked } étaient demandés.
   *[changed] Elle lit la différence et n’accorde pas plus que les { $asked } demandés d’abord.
}
practice-where = Où cela se voyait
practice-sign = { $sign ->
    [boxed-letter] Une lettre d’un autre alphabet est encadrée dans le nom, dans la liste et sur la fiche.
    [boxed-words] Des caractères cachés sont encadrés dans les mots de la demande.
    [no-decision] Le panneau dit que c’est la vôtre et n’offre aucune décision.
    [their-zone] Chaque durée dit quand elle finit là où est la personne, donc l’heure qu’il y est.
    [no-ticket] Aucun ticket n’est donné.
    [longer-in-risk] Les raisons du risque disent que c’est plus long que les { $usual } d’usage.
    [difference] La fiche demandait de lire d’abord la différence.
   *[nothing-odd] Rien n’est encadré, la durée est usuelle et les raisons du risque sont courtes.
}
practice-so-far = Jusqu’ici
practice-open = Demande { $number }, pas encore décidée
practice-name = { $trap ->
    [none] Rien d’anormal
    [look-alike] Nom ressemblant
    [hidden-words] Caractères cachés
    [own-request] Votre propre demande
    [odd-hour] Heure inhabituelle
    [too-long] Trop long
   *[changed] Changée après ouverture
}
practice-vow = Les décisions d’entraînement sont signées avec une clé d’entraînement et ne quittent jamais cette machine.
practice-next = Demande suivante
practice-how = Voir le bilan
practice-summary = Bilan de l’entraînement
practice-summary-title = { $right } sur { $total } comme une personne attentive
practice-summary-all = Les vraies demandes ont le même aspect. Prenez-y le même temps.
practice-summary-some = Chaque ligne dit ce qui a échappé. La prochaine série a d’autres demandes.
practice-times = Temps de décision, par risque
practice-times-of = { $count ->
    [one] sur { $number } décision
   *[other] médiane de { $number } décisions
}
practice-again = S’entraîner encore

## Premiers pas

intro-brand = Doorward
intro-name = Premiers pas
intro-step = { $step ->
    [practise] S’entraîner
    [connect] Connecter une file
   *[interrupt] Choisir ce qui peut interrompre
}
intro-title = { $step ->
    [practise] Décidez cinq demandes inventées
    [connect] D’où viennent les demandes ?
   *[interrupt] Qu’est-ce qui peut vous interrompre ?
}
intro-line = { $step ->
    [practise] Quelques minutes, dans une fenêtre à part. Rien ne quitte cette machine et personne ne reçoit d’accès. Certaines des cinq essaient de vous tromper, comme les vraies.
    [connect] Doorward lit les files que vous avez déjà. Il demande les droits les plus petits et dit ce que chaque système peut faire ou non. Votre connexion est gardée dans le trousseau du système.
   *[interrupt] Une notification ne décide jamais rien. Elle ouvre la demande et disparaît quand quelqu’un d’autre s’en est chargé.
}
intro-trap = { $trap ->
    [look-alike] Un nom qui n’est pas ce qu’il semble
    [own-request] Votre propre demande, par un agent
    [odd-hour] Une heure inhabituelle
   *[changed] Changée après l’ouverture
}
intro-trap-line = { $trap ->
    [look-alike] une lettre d’un autre alphabet
    [own-request] personne n’approuve la sienne
    [odd-hour] la nuit là où vit la personne
   *[changed] la différence est montrée
}
intro-keys = Touches à connaître
intro-practising = L’entraînement est ouvert dans une fenêtre à part. Revenez ici ensuite.
intro-start = Commencer l’entraînement
intro-next = Continuer
intro-done = Ouvrir la réception
intro-skip = { $step ->
    [practise] Passer l’entraînement
    [connect] Plus tard
   *[interrupt] Laisser ainsi
}
intro-connected = { $count ->
    [one] { $number } file est connectée.
   *[other] { $number } files sont connectées.
}
intro-preset = { $preset ->
    [critical] Criticket seulement
    [high] Élevé et criticket
   *[everything] Tout
}
intro-preset-line = { $preset ->
    [critical] Le reste est réuni dans un récapitulatif
    [high] Le moyen et le faible sont réunis dans un récapitulatif
   *[everything] Chaque demande aussitôt, dans les limites
}

## Rien n’attend

empty-figures = Aujourd’hui
empty-decided = décidées aujourd’hui
empty-median = médiane pour décider
empty-quiet = Silence de { $from } à { $to }.
empty-quiet-critical = Silence de { $from } à { $to }, sauf criticket.
empty-digest = Prochain récapitulatif à { $time }.
empty-digest-every = Un récapitulatif toutes les { $minutes } min.
