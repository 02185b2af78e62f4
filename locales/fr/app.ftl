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
   *[queues] Files
}
frame-pages = Pages
frame-queues = Files
frame-queue = { $name } : { $state }, reçu { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Exercice : fictif
frame-practice-long = Ce que montre la file d’exercice est fictif.
frame-shortcuts = Raccourcis
frame-close = Fermer
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

## Le temps, là où la place manque

time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copier

copy-done = Copié
copy-failed = Copie impossible

## Réception

inbox-list = Demandes, par temps restant
inbox-by-time = par temps restant
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
    [one] Retenue { $number } seconde. Annulez avec Z.
   *[other] Retenue { $number } secondes. Annulez avec Z.
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
    [first] Première
    [last] Dernière
    [open] Ouvrir
    [back] Retour
    [arrivals] Nouvelles arrivées
    [panes] De volet en volet
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
    [queues] Files
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
