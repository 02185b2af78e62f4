# Las palabras propias de la interfaz: nombres de lugares y controles, y los marcos de los tiempos restantes. Lo que se dice de
# una solicitud, un acceso o el registro viene del núcleo.
#
# Glosario
#   request      solicitud
#   grant        conceder; acceso concedido (termina por sí solo)
#   agree        dar el acuerdo (donde también otras personas deben darlo)
#   deny         denegar
#   revoke       revocar
#   approver     quien decide; «usted», sin género
#   requester    quien solicita
#   tenant       organización («inquilino» no se entiende)
#   queue        cola
#   inbox        bandeja
#   log          registro; entry: entrada
#   witness      testigo; witnessed: atestiguada, cosigned: refrendada
#   leaf, root   hoja, raíz
#   doctor       diagnóstico
#   held         retenida: decidida y aún no enviada
#   keyring      llavero
# Se trata de usted. Los botones van en infinitivo.

## La ventana

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] Bandeja
    [grants] Concesiones
    [log] Registro
   *[queues] Colas
}
frame-pages = Páginas
frame-queues = Colas
frame-queue = { $name }: { $state }, recibido { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Práctica: inventado
frame-practice-long = Lo que muestra la cola de práctica es inventado.
frame-shortcuts = Atajos
frame-close = Cerrar
frame-single-keys = Las teclas sueltas actúan en la lista y la ficha, nunca mientras escribe.
frame-notices = Avisos
frame-next-try = próximo intento en { $seconds } s
frame-try-now = Intentar ahora
frame-try-again = Reintentar
frame-open-log = Abrir el registro
frame-unlock = Desbloquear el llavero
frame-not-read = No se pudieron leer los datos.
queue-state = { $state ->
    [fresh] conectada
    [old] datos envejeciendo
   *[off] sin conexión
}

## El tiempo, donde hay poco sitio

time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copiar

copy-done = Copiado
copy-failed = No se pudo copiar

## Bandeja

inbox-list = Solicitudes, por tiempo restante
inbox-by-time = por tiempo restante
inbox-fresh = { $count ->
    [one] { $number } nueva desde que miró
   *[other] { $number } nuevas desde que miró
}
inbox-show = Mostrar
inbox-outbox = { $count ->
    [one] { $number } decisión espera a ser enviada
   *[other] { $number } decisiones esperan a ser enviadas
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] { $number } acceso vigente
   *[other] { $number } accesos vigentes
}
inbox-choose = Elija una solicitud para leerla aquí.

## Ficha

sheet-name = Solicitud
sheet-back = Volver a la lista
sheet-place = { $place } de { $total }
sheet-left = quedan { $time }, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] Quedan 10 minutos para responder.
    [two-minutes] Quedan 2 minutos para responder.
   *[expired] El tiempo para responder ha terminado.
}
sheet-raw = En bruto
sheet-as-shown = Como se ve
sheet-raw-label = El texto, con cada carácter inusual escrito como su código
sheet-on-behalf = En nombre de quién
sheet-kind = { $kind ->
    [person] persona
    [agent] agente
    [service] servicio
   *[other] { $kind }
}
sheet-usual = Lo habitual y lo de ahora
sheet-becomes = pasa a ser
sheet-others = Lo que otros decidieron
sheet-so-far = Hasta ahora
sheet-unknown = desconocido
sheet-saw-and-now = Lo que usted vio, lo que dice ahora
sheet-now = Ahora
sheet-open-page = Abrir en { $host }

## Decidir

decide-name = Decidir
decide-how-long = Cuánto tiempo
decide-length-field = Duración o final, por ejemplo 90m o until 18:00
decide-once-started = desde que empieza
decide-usual = habitual
decide-until = hasta { $time }
decide-reason = Motivo
decide-reason-hint = Motivo, se registra
decide-deny-hint = ¿Por qué no? Se registra
decide-deny = Denegar
decide-deny-offer = Denegar, ofrecer { $length }
decide-offer = Ofrecer en su lugar
decide-offer-none = Nada
decide-offer-says = El motivo dirá que se concederían hasta { $length } si se vuelve a solicitar.
decide-offer-nothing = Esta cola no puede conceder menos de lo solicitado. Una denegación puede decir qué concedería usted.
decide-grant = Conceder { $length }
decide-hold-to-grant = Mantener: conceder { $length }
decide-grant-once = Conceder una vez
decide-hold-to-grant-once = Mantener: conceder una vez
decide-agree = De acuerdo con { $length }
decide-hold-to-agree = Mantener: de acuerdo con { $length }
decide-agree-once = De acuerdo, una vez
decide-hold-to-agree-once = Mantener: de acuerdo, una vez
decide-keep-holding = Mantenga { $seconds } más
decide-ask-grant = ¿Conceder { $length }?
decide-ask-grant-once = ¿Conceder una vez?
decide-ask-agree = ¿De acuerdo con { $length }, { $share }?
decide-ask-agree-once = ¿De acuerdo, una vez, { $share }?
decide-confirm = Confirmar
decide-back = Volver
decide-type = Escriba { $word }
decide-type-label = Escriba el nombre de la organización: { $word }
decide-still-needed = Aún falta: { $parts }.
decide-need = { $need ->
    [reason] un motivo
    [tenant] el nombre de la organización
   *[length] una duración
}
decide-again = Decidir de nuevo
decide-next = Solicitud siguiente
decide-show-in-log = Ver en el registro
decide-undo = Deshacer
decide-undone = Deshecho. No se envió nada.
decide-send-now = Enviar ahora
decide-reason-given = Motivo: { $reason }
decide-held = { $count ->
    [one] Retenida { $number } segundo. Deshaga con Z.
   *[other] Retenida { $number } segundos. Deshaga con Z.
}
decide-steps = Dónde está esta decisión
decide-step = { $step ->
    [held] Retenida
    [signed] Firmada
    [sent] Enviada
   *[recorded] Registrada
}
risk-level = { $level ->
    [low] Bajo
    [medium] Medio
    [high] Alto
   *[critical] Crítico
}
classify-done = { $level ->
    [low] Clasificado: riesgo bajo.
    [medium] Clasificado: riesgo medio.
    [high] Clasificado: riesgo alto.
   *[critical] Clasificado: riesgo crítico.
}
classify-take-back = Retirar
classify-taken-back = Clasificación retirada.

## Accesos vigentes

grants-risk = Riesgo
grants-who = Quién tiene qué
grants-tenant = Organización
grants-left = Tiempo restante
grants-until = Hasta
grants-act = Actuar
grants-same-zone = misma zona
grants-revoke = Revocar
grants-revoke-now = Revocar ahora
grants-revoke-reason = Motivo, si quiere
grants-revoke-whose = Revocar el acceso: { $who }
grants-revoked = La revocación está en camino.
grants-key = revocar

## Registro

log-whose = De qué cola es el registro
log-verify = Verificar ahora
log-verify-again = Verificar de nuevo
log-verifying = Verificando
log-export = Exportar
log-export-evidence = Exportar las pruebas
log-exported = Escrito en { $path }
log-time = Hora
log-decision = Decisión
log-entries = Entradas
log-witness = Testigo
log-list = Decisiones, las más recientes primero
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] atestiguada
    [not-yet] aún no
    [not-provable] no demostrable
   *[does-not-match] no coincide
}
log-not-yet = { $count ->
    [one] { $number } aún no
   *[other] { $number } aún no
}
log-tail = { $witnessed } de { $entries } entradas atestiguadas
log-proved-one = 1 demostrada
log-proved = 1 a { $last } demostradas
log-not-provable-one = { $entry } no demostrable
log-not-provable = { $first } a { $last } no demostrables
log-choose = Elija una decisión para ver su prueba.
log-proof = Prueba
log-proof-whole = La entrada es el árbol entero.
log-proof-drawing = { $count ->
    [one] De la entrada a la raíz pasando por { $number } vecino.
   *[other] De la entrada a la raíz pasando por { $number } vecinos.
}
log-leaf = Hoja
log-root = Raíz
log-cosigned = Refrendada
log-not-cosigned = aún no
log-copy-proof = Copiar la prueba
log-raw-envelope = Sobre en bruto
log-shown = Mostrado
log-to-do = Qué hacer
log-to-do-step = { $step ->
    [export] Exporte las pruebas. Contienen este registro tal como está, con sus demostraciones.
    [tell] Avise a quienes gestionan la cola. Su testigo guarda su propia copia.
   *[recover] Para volver a conceder, empiece un registro nuevo, que pide de nuevo ser admitido: { "doorward keys recover" }
}

## Colas

queues-list = Colas conectadas
queues-connect = Conectar una cola
queues-sign-in-again = Volver a iniciar sesión
queues-new-token = Nuevo token
queues-doctor = Diagnóstico
queues-doctor-of = Qué impide funcionar a { $name }
queues-looking = Examinando
queues-look-again = Examinar de nuevo
queues-close-look = Cerrar el diagnóstico
queues-copy-report = Copiar el informe
queues-weight = { $weight ->
    [ok] en orden
    [warning] conviene mirar
   *[error] es un impedimento
}
queues-check = { $check ->
    [profile] Perfil
    [keyring] Llavero
    [queues] Lista de colas
    [store] Carpeta
    [address] Dirección
    [reach] Alcance
    [token] Token
    [sign-in] Quién es usted
    [api] Versión
    [clock] Reloj
    [device] Este dispositivo
    [key] Su clave
    [security-key] Llave de seguridad
    [witness] Testigo
    [queue-log] Registro de la cola
    [mirror] Lo que se sabe
    [presence] Presencia
    [capabilities] Qué puede hacer
   *[other] { $check }
}
queues-experimental = Experimental
queues-experimental-why = Experimental: { $why }
queues-remove = Quitar
queues-remove-which = Quitar { $name }
queues-remove-now = Quitarla
queues-keep = Conservarla
queues-type-name = Escriba su nombre para quitarla: { $name }
queues-removed = { $name } se ha quitado: ya no se recibe nada de ella ni se le envía nada.
queues-can = Qué puede hacer

## Conectar una cola

connect-again = Volver a iniciar sesión en { $name }
connect-stage = { $stage ->
    [choose] Sistema
    [fill] Inicio de sesión
   *[done] Conectada
}
connect-stages = Pasos
connect-past = { $step }, hecho
connect-choose = ¿De dónde vienen las solicitudes?
connect-weaker = Más débil que en otros
connect-needs = Qué necesita
connect-page = Todo sobre él: { $page }
connect-cancel = Cancelar
connect-back = Volver
connect-next = Siguiente
connect-address = Dirección
connect-address-hint = https, o http en este equipo
connect-address-is = Dirección { $address }
connect-address-at = { $system }, { $address }
connect-whole = Escribir la dirección entera
connect-in-parts = Rellenarla por partes
connect-name = Cómo la llama usted
connect-name-hint = Figura en las listas y en su registro
connect-watch = Solo observar
connect-watch-hint = Aquí se lee, se evalúa y se avisa; se decide en su propio sistema.
connect-who = Quién es usted allí
connect-way = { $way ->
    [browser] En el navegador
    [code] Con un código
   *[token] Con un token
}
connect-way-hint = { $way ->
    [browser] Se abre una página del proveedor en su navegador.
    [code] Escribe un código corto en una página, en cualquier navegador y dispositivo.
   *[token] De quienes lo gestionan, o creado por usted allí. Un token caduca: entonces pega otro.
}
connect-client = ID de cliente
connect-client-hint = Como lo registró su organización
connect-secret = Secreto de cliente, si lo tiene
connect-secret-kept = Guardado de antes
connect-more = Otro proveedor
connect-issuer = Emisor
connect-issuer-hint = En lugar de { $issuer }
connect-token = Token
connect-file = Ruta de su archivo de identidad
connect-file-hint = Se lee una sola vez. Su contenido va al llavero del sistema: borre después el archivo.
connect-invitation = Invitación, si tiene allí otro dispositivo
connect-keyring = Va al llavero del sistema y a ningún otro sitio.
connect-check = Comprobar y conectar
connect-sign-in = Iniciar sesión y conectar
connect-not-all = Aún hay campos vacíos.
connect-doing = Conectando { $name }
connect-step = { $step ->
    [reach] Alcanzar
    [sign-in] Iniciar sesión
    [check] Quién es usted
   *[hear] Conectar
}
connect-doing-step = { $step ->
    [reaching] Preguntando si responde
    [signing-in] Preguntando al proveedor
    [browser] A la espera de que inicie sesión en su navegador
    [code] A la espera de que escriba el código
    [checking] Comprobando quién es usted allí
   *[connecting] Conectando y leyendo por primera vez
}
connect-page-opened = La página se abrió en su navegador. Si no aparece ninguna, copie su dirección y ábrala usted.
connect-page-by-hand = No se pudo abrir ningún navegador. Copie la dirección de la página y ábrala usted.
connect-copy-address = Copiar la dirección
connect-type-code = Abra { $address } en cualquier navegador y escriba este código:
connect-copy-code = Copiar el código
connect-waits = Se esperan cinco minutos. Si la página muestra un error, detenga y compruebe el cliente.
connect-stop = Detener
connect-stopping = Deteniendo
connect-stopped = No se conectó nada.
connect-done = { $name } está conectada.
connect-you-are = Usted es
connect-approver-in = Decide para
connect-guarantee = Qué garantiza
connect-to-inbox = Abrir la bandeja
connect-to-queues = Ver las colas
connect-another = Conectar otra

## Teclado

keys-group = { $group ->
    [move] Moverse
    [decide] Decidir
    [grants] Accesos vigentes
    [queues] Colas
   *[anywhere] En todas partes
}
keys-action = { $action ->
    [next] Siguiente
    [previous] Anterior
    [first] Primera
    [last] Última
    [open] Abrir
    [back] Volver
    [arrivals] Recién llegadas
    [panes] De panel en panel
    [grant] Conceder
    [deny] Denegar
    [shorten] Acortar
    [shorter] Más corto
    [longer] Más largo
    [undo] Deshacer mientras se retiene
    [send-now] Enviar ahora
    [open-page] Abrir en su propio sistema
    [classify-low] Clasificar el rol: bajo
    [classify-medium] Medio
    [classify-high] Alto
    [classify-critical] Crítico
    [classify-forget] Retirar la clasificación
    [revoke] Revocar
    [connect] Conectar una cola
    [inbox] Bandeja
    [grants] Accesos vigentes
    [log] Registro
    [queues] Colas
    [shortcuts] Esta hoja
   *[quit] Salir
}
keys-hold = mantener
keys-name = { $key ->
    [Enter] Intro
    [Escape] Esc
    [Shift] Mayús
    [Control] Ctrl
    [Home] Inicio
    [End] Fin
   *[other] { $key }
}
