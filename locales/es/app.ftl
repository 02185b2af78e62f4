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
    [insights] Estadísticas
   *[settings] Ajustes
}
frame-pages = Páginas
frame-queues = Colas
frame-queue = { $name }: { $state }, recibido { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Práctica: inventado
frame-practice-long = Lo que muestra la cola de práctica es inventado.
frame-shortcuts = Atajos
frame-close = Cerrar
frame-change-keys = Cambiar teclas
frame-find = Buscar
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
time-days = { $days } d
time-hours = { $hours } h

## El tiempo, donde hay poco sitio

time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copiar

copy-done = Copiado
copy-failed = No se pudo copiar

## Bandeja

inbox-list = Solicitudes, { $by }
inbox-by = { $sort ->
    [age] primero las más antiguas
    [risk] por riesgo
   *[time-left] por tiempo restante
}
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
filter-name = Filtro
filter-hint = Filtro: risk:high tenant:contoso
filter-clear = Borrar el filtro
filter-show-all = Mostrar todas las solicitudes
filter-found = { $count ->
    [one] { $number } solicitud encontrada.
   *[other] { $number } solicitudes encontradas.
}
filter-suggestions = { $count ->
    [one] { $number } sugerencia
   *[other] { $number } sugerencias
}
narrow-name = Ordenar, agrupar y acotar
narrow-sort = Orden
narrow-group = Agrupación
narrow-group-by = { $group ->
    [tenant] por organización
    [requester] por quien solicita
    [risk] por riesgo
   *[none] sin agrupar
}
narrow-more = { $count ->
   *[other] y { $number } más
}
views-title = Vistas
views-own = Sus vistas
views-name = Nombre de la vista
views-hint = Guardar esta lista como…
views-save = Guardar
views-rename = Cambiar nombre
views-remove = Quitar
views-taken = Ya tiene una vista con este nombre. Elija otro nombre.
bulk-name = La selección
bulk-selected = { $count ->
    [one] { $number } seleccionada en { $tenant }
   *[other] { $number } seleccionadas en { $tenant }
}
bulk-none = No hay nada seleccionado.
bulk-other-tenant = La selección es de { $tenant }. Una selección es de una sola organización.
bulk-cannot = Esta solicitud no se puede seleccionar: no tiene nada que decidir en ella.
bulk-full = Como máximo { $number } solicitudes a la vez.
bulk-all = Seleccionar todas
bulk-clear = Borrar la selección
bulk-deny = Denegar…
bulk-snooze = Posponer…
bulk-grant = Conceder riesgo bajo…
bulk-held = { $count ->
    [one] { $number } decisión retenida, { $seconds } s
   *[other] { $number } decisiones retenidas, { $seconds } s
}
bulk-undo = Deshacer todas
bulk-done = { $count ->
    [one] { $number } decisión está retenida.
   *[other] { $number } decisiones están retenidas.
}
bulk-undone = { $count ->
    [one] { $number } decisión deshecha. No se envió nada de ella.
   *[other] { $number } decisiones deshechas. No se envió nada de ellas.
}
review-left-out = { $count ->
    [one] { $number } queda fuera
   *[other] { $number } quedan fuera
}
review-more = { $count ->
   *[other] { $number } más coinciden y no forman parte: son más de las que se pueden hacer a la vez.
}
review-each = Cada una se firma, se retiene y se deshace por separado.
review-reason-needed = Motivo, necesario: se guarda en el registro
review-confirm = { $action ->
    [grant] Conceder { $number }
    [deny-and-report] Denegar { $number } e informar
   *[deny] Denegar { $number }
}
snooze-title = Posponer hasta
snooze-act = Posponer
snooze-wake = Recuperar
snooze-woken = La solicitud vuelve a estar en la bandeja.
snooze-minutes = En { $minutes } minutos
snooze-hours = { $count ->
    [one] En { $number } hora
   *[other] En { $number } horas
}
snooze-tomorrow = Mañana: { $at }
snooze-before-end = { $minutes } minutos antes de que venza
snooze-foot = Vuelve si cambia y, a más tardar, cuando queda una décima parte de su tiempo.
snooze-done = { $count ->
    [one] { $number } solicitud está pospuesta.
   *[other] { $number } solicitudes están pospuestas.
}
fold-asked = { $count ->
   *[other] { $number } solicitudes de
}
fold-each = Mostrar cada una
fold-report = Denegar todas e informar…

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
    [one] Retenida { $number } segundo. Deshaga con { $key }.
   *[other] Retenida { $number } segundos. Deshaga con { $key }.
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
grants-key-shorten = acortar
grants-group = Agrupación
grants-group-by = { $by ->
    [time] Por tiempo restante
    [tenant] Por organización
   *[holder] Por titular
}
grants-shorten = Acortar
grants-shorten-whose = Acortar el acceso: { $who }
grants-shorten-end = Nuevo final, por ejemplo 30m o until 18:00
grants-shorten-hint = 30m o until 18:00
grants-shorten-now = Acortar ahora
grants-shorten-was = antes: { $end }
grants-shortened = El acortamiento está en camino.

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

log-search = Buscar decisiones
log-search-clear = Borrar la búsqueda
log-search-where = Dónde buscar
log-search-in = { $where ->
    [here] Este registro
   *[all] Todos los registros
}
log-searching = Buscando
log-found = { $count ->
    [one] { $number } decisión encontrada
   *[other] { $number } decisiones encontradas
}
log-found-more = { $number } decisiones encontradas, y hay más
log-found-none = Ninguna decisión coincide con «{ $words }».
log-found-none-hint = Cada palabra se busca como comienzo: de nombres, motivos, roles, organizaciones, tickets. Una frase va entre comillas.
log-export-what = Exportar este registro
log-export-form = { $form ->
    [json] JSON con pruebas
    [csv] CSV, una tabla
   *[ocsf] OCSF, eventos
}
log-export-form-hint = { $form ->
    [json] Todas las entradas. Cualquiera puede verificarlas sin Doorward.
    [csv] Una fila por decisión, sin pruebas: para una hoja de cálculo.
   *[ocsf] Un evento por decisión, sin pruebas: para un SIEM.
}
log-export-names = El archivo contiene nombres y motivos. Guárdelo con el mismo cuidado que el registro.
log-export-choose = Elegir dónde
log-export-cancel = Cancelar
log-exporting = Escribiendo, { $entries } de { $total } entradas
log-exporting-begun = Escribiendo
log-export-stop = Detener
log-exported-decisions = { $count ->
    [0] No contiene nombres ni motivos.
    [one] Contiene los nombres y motivos de { $number } decisión: guárdelo con el mismo cuidado que el registro.
   *[other] Contiene los nombres y motivos de { $number } decisiones: guárdelo con el mismo cuidado que el registro.
}

## Estadísticas

insights-period = Periodo
insights-days = { $period ->
    [week] Últimos 7 días
    [month] Últimos 30 días
    [quarter] Últimos 90 días
   *[year] Últimos 12 meses
}
insights-queue = Cola
insights-all-queues = Todas las colas
insights-figure = { $figure ->
    [yours] decididas por usted
    [in-time] a tiempo
    [shortened] concedidas por menos tiempo
    [denied] denegadas
    [undone] deshechas a tiempo
   *[used] del tiempo concedido se usó
}
insights-no-figure = nada con que calcularlo
insights-as-table = Mostrar como tabla
insights-as-picture = Mostrar como gráfico
insights-arrows = Las flechas van de valor en valor.
insights-point = { $label }: { $said }
insights-nothing = En estos días no se solicitó ni se decidió nada.
insights-nothing-hint = Elija un periodo más largo o todas las colas.
insights-few = { $count ->
    [one] Solo { $number }: muy poco para decir qué es lo habitual.
   *[other] Solo { $number }: muy poco para decir qué es lo habitual.
}
insights-share = { $share } ({ $number })
insights-of = { $part } de { $total }
insights-column = { $column ->
    [who] Quién
    [median] La mitad en
    [p90] Nueve de diez en
    [decisions] Decisiones
    [answer] Respuesta
    [requests] Solicitudes
    [share] Proporción
    [day] Día
    [week] Semana del
    [asked] Solicitadas
    [decided] Decididas
    [yours] Por usted
    [risk] Riesgo
    [role] Rol
    [tenant] Organización
    [granted] Como se pidió
    [shorter] Más corto
    [denied] Denegadas
    [median-length] Duración mediana
    [what] Qué
    [clicked] Pulsadas
    [stood] Firmes
    [agreed] Un acuerdo entre varios
    [undone] Deshechas
    [changed] Cambiadas entretanto
    [unsigned] Sin firmar
    [others-first] Alguien se adelantó
    [refused] Rechazadas
    [too-late] Demasiado tarde
    [open] En camino
    [time] Tiempo
   *[minutes] Minutos
}
insights-took = La mitad se decide en menos de { $median }
insights-took-one = Se decidió una, al cabo de { $median }
insights-took-none = Ninguna solicitud fue decidida por personas
insights-took-about = De la solicitud a la decisión. Nueve de diez en menos de { $p90 }
insights-took-about-one = De la solicitud a la decisión
insights-took-who = { $who ->
    [everybody] Todo el mundo
   *[you] Usted
}
insights-took-said = la mitad en menos de { $median }, nueve de diez en menos de { $p90 }
insights-took-nothing = nada decidido
insights-sla = { $percent } tuvieron respuesta a tiempo
insights-sla-all = Todas tuvieron respuesta a tiempo
insights-sla-no = Ninguna tuvo respuesta a tiempo
insights-sla-none = No había respuestas pendientes
insights-sla-about = { $count ->
    [one] De { $number } que se decidió o debió decidirse
   *[other] De { $number } que se decidieron o debieron decidirse
}
insights-answer = { $answer ->
    [in-time] a tiempo
    [late] tarde
   *[unanswered] sin respuesta
}
insights-volumes = El día con más solicitudes: { $day }, { $number }
insights-volumes-week = La semana con más solicitudes: la del { $day }, { $number }
insights-volumes-even = { $step ->
    [day] Ningún día destaca: { $number } solicitudes como mucho
   *[week] Ninguna semana destaca: { $number } solicitudes como mucho
}
insights-volumes-none = No se solicitó nada
insights-volumes-about = { $step ->
    [day] Solicitudes por día
   *[week] Solicitudes por semana
}
insights-volumes-said = { $asked } solicitadas, { $decided } decididas, { $yours } por usted
insights-volume = { $series ->
    [asked] solicitadas
    [decided] decididas
   *[yours] por usted
}
insights-risk = { $percent } fueron de riesgo alto o crítico
insights-risk-no = Ninguna fue de riesgo alto o crítico
insights-risk-all = Todas fueron de riesgo alto o crítico
insights-risk-about = { $count ->
    [one] De { $number } solicitud, según su riesgo
   *[other] De { $number } solicitudes, según su riesgo
}
insights-shortened = { $percent } de los accesos concedidos duran menos de lo pedido
insights-shortened-no = Ningún acceso concedido dura menos de lo pedido
insights-shortened-all = Todos los accesos concedidos duran menos de lo pedido
insights-shortened-none = Nada fue concedido por personas
insights-roles-about = En total, y por los roles más decididos
insights-roles-all = Todos los roles
insights-decision = { $decision ->
    [granted] como se pidió
    [shorter] más corto
   *[denied] denegadas
}
insights-decision-said = { $granted } como se pidió, { $shorter } más corto, { $denied } denegadas
insights-own = { $count ->
    [one] Usted decidió { $number } vez
   *[other] Usted decidió { $number } veces
}
insights-own-undone = { $count ->
    [one] Usted decidió { $number } vez y deshizo { $undone }
   *[other] Usted decidió { $number } veces y deshizo { $undone }
}
insights-own-none = Usted no decidió nada
insights-own-about = Lo que pulsó y qué fue de ello
insights-end = { $end ->
    [stood] firmes
    [undone] deshechas
    [no-effect] sin efecto
   *[open] en camino
}
insights-end-said = { $stood } firmes, { $undone } deshechas, { $failed } sin efecto, { $open } en camino
insights-used = Se usó { $percent } del tiempo concedido
insights-used-none = Ningún acceso terminado indica cuánto se usó
insights-used-about = { $count ->
    [one] Hasta su final o revocación, de { $number } acceso terminado
   *[other] Hasta su final o revocación, de { $number } accesos terminados
}
insights-untold = Otros { $number } no lo indican.
insights-time = { $time ->
    [used] usado
   *[unused] sin usar
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

## Ajustes

settings-sections = Secciones de los ajustes
settings-search = Buscar ajustes
settings-none = Ningún ajuste se llama así.
settings-back = Todos los ajustes
settings-section = { $section ->
    [queues] Colas
    [keys] Identidades y claves
    [notifications] Notificaciones
    [away] Ausencia
    [roles] Roles peligrosos
    [language] Idioma y región
    [appearance] Apariencia
    [keyboard] Teclado
    [computer] Este equipo
   *[about] Acerca de
}
# Nombres de los ajustes, también para la búsqueda y la paleta.
settings-name = { $setting ->
    [connect] Conectar una cola
    [devices] Sus dispositivos
    [new-key] Cambiar la clave de este dispositivo
    [admit] Admitir otro dispositivo
    [security-keys] Llaves de seguridad
    [levels] Qué se avisa y cómo
    [digest] Horas del resumen
    [quiet] Horas de silencio
    [hide] Omitir quién, qué y dónde
    [nudges] Recordármelo a la mitad y a los nueve décimos del tiempo
    [notify-language] Idioma de las notificaciones
    [example] Enviar una ahora
    [away] Ausencia hasta
    [pause] Pausar las notificaciones
    [role] Cuán peligroso es un rol
    [language] Idioma
    [zone] Zona horaria
    [theme] Claro u oscuro
    [contrast] Más contraste
    [density] Altura de las filas
    [text-size] Tamaño del texto
    [motion] Menos movimiento
    [single-keys] Teclas sin { $mod }
    [keys] Cambiar teclas
    [login] Iniciar con la sesión
    [close] Seguir en la bandeja del sistema al cerrar la ventana
    [version] Versión
    [profile] Dónde está el perfil
    [first-steps] Primeros pasos
    [practise] Practicar
   *[checks] Qué se comprueba
}
# Otras palabras por las que se encuentra un ajuste.
settings-words = { $setting ->
    [connect] añadir conector iniciar sesión
    [devices] huella revocar inscrito
    [new-key] rotar renovar
    [admit] huella invitación
    [security-keys] token tocar passkey FIDO
    [levels] aviso nivel de riesgo enseguida nunca
    [digest] resumen agrupado
    [quiet] no molestar noche fin de semana silencio
    [hide] pantalla de bloqueo privacidad detalles
    [nudges] recordatorio plazo
    [notify-language] traducción alertas
    [example] prueba vista previa
    [away] ausente festivo vacaciones fuera de la oficina
    [pause] silenciar silencio posponer
    [role] clasificar riesgo tabla
    [language] traducción configuración regional
    [zone] región reloj hora
    [theme] color modo nocturno
    [contrast] accesibilidad
    [density] compacto cómodo
    [text-size] zoom letra más grande
    [motion] animación accesibilidad
    [single-keys] atajos accesibilidad
    [keys] atajos personalizar
    [login] inicio automático arranque
    [close] salir segundo plano
    [version] licencia
    [profile] carpeta registros
    [first-steps] introducción recorrido de nuevo
    [practise] entrenamiento solicitudes inventadas
   *[checks] verificar testigo llavero
}
settings-keep = Dejarlo así

settings-risk = Riesgo
settings-way = { $way ->
    [at-once] Enseguida
    [digest] En un resumen
   *[never] No avisar
}
settings-way-of = { $level }: { $way }
settings-when-quiet = En horas de silencio
settings-comes-through = Pasa
settings-waits = Espera
settings-caps = Como máximo { $one } por minuto y { $hour } por hora sobre una misma persona. Si son más de { $all } por minuto, se avisa de todas a la vez. Una avalancha se avisa una sola vez. Los roles que nadie ha clasificado cuentan como altos.
settings-digest-at = Se da a las
settings-digest-at-hint = Horas como 09:00 14:00; ninguna para nunca
settings-digest-every = Cada
settings-digest-minutes = { $minutes } min
settings-digest-not = solo a estas horas
settings-no-time = «{ $text }» no es una hora. Escríbala como 20:00.
settings-zone-own = Hora de { $zone }, sigue el reloj de este equipo
settings-zone-set = Hora de { $zone }
settings-quiet-usual = Noches y fines de semana
settings-quiet-none = No hay horas de silencio.
settings-quiet-what = Lo que espera en ellas se resume una vez al final.
settings-quiet-from = { $day }, silencio desde
settings-quiet-to = { $day }, silencio hasta
settings-quiet-to-word = a
settings-quiet-all = todo el día
settings-quiet-add = Añadir horas de silencio: { $day }
settings-quiet-remove = Quitar las horas de silencio: { $day }, desde { $from }
settings-quiet-copy = Igual todos los días: como { $day }
settings-hide-what = Para pantallas que otros ven: una notificación dice que algo espera, con qué riesgo y hasta cuándo.
settings-preview = Cómo se verá
settings-preview-case = { $case ->
    [at-once] Enseguida
    [reminder] Recordatorio, a las { $at }
   *[digest] Resumen, a las { $at }
}
settings-preview-none = Con estos ajustes no se avisa de nada. La bandeja y el icono del sistema siguen contando.
settings-preview-foot = Nada se decide desde una notificación. Sus botones abren la solicitud aquí. Desaparece cuando otra persona ha decidido.
settings-review = Revisar
settings-deny = Denegar…
settings-sent = Enviada. Está en su escritorio.

settings-away-day = Día
settings-away-time = Hora
settings-away-go = Ausentarse
settings-away-is = Ausencia hasta { $until }.
settings-away-back = He vuelto
settings-away-over = Elija un día y una hora por venir, como { $example }.
settings-away-tomorrow = Hasta mañana
settings-away-monday = Hasta el lunes
settings-away-week = Una semana
settings-away-what = Hasta entonces no se avisa de nada, ni de lo crítico. De lo que caduca antes se avisa cuando se va, y a su vuelta hay un solo resumen. Las solicitudes no pasan a nadie: quien también pueda decidir las ve como antes.
settings-pause-minutes = Durante { $minutes } min
settings-pause-hours = Durante { $hours } h
settings-pause-open = Hasta que las reanude
settings-pause-what = Solo se avisa de lo crítico.
settings-pause-is = En pausa hasta { $until }.
settings-pause-is-open = En pausa hasta que las reanude.
settings-pause-on = Reanudar

settings-read = Leído: { $at }
settings-not-read = Aún sin leer
settings-this-device = Este dispositivo
settings-fingerprint = Huella
settings-copy-fingerprint = Copiar la huella
settings-enrolled = inscrito { $at }
settings-used = usado { $at }
settings-never-used = nunca usado
settings-revoked = revocado { $at }
settings-new-device = Nuevo: ¿ha sido usted?
settings-key-change = Cambiar su clave
settings-key-change-what = Desde entonces la cola solo acepta la clave nueva. Nada de lo firmado antes pierde su valor.
settings-key-changed = Este dispositivo tiene una clave nueva.
settings-key-waits = La cola aún no ha confirmado la clave nueva de este dispositivo. Se le comunica por sí solo.
settings-device-revoke = Revocar
settings-device-revoke-which = Revocar { $name }
settings-device-revoke-what = Ya no se acepta nada de lo que firme { $name }. Esto no tiene vuelta atrás.
settings-device-revoked = { $name } está revocado.
settings-asks = pide ser admitido desde { $at }
settings-admit-what = Si está delante de ese dispositivo, compare lo que muestra y escríbalo aquí.
settings-admit = Admitir
settings-admitted = { $name } está admitido y puede decidir desde ahora.
settings-log-key = Clave del registro de este dispositivo, para verificarlo en otro lugar
settings-copy-log-key = Copiar la clave del registro
settings-security-add = Añadir una llave de seguridad
settings-security-name = Cómo la llama
settings-security-touch = Tóquela cuando parpadee. Si hay otra inscrita, tóquela también: responde por la nueva.
settings-security-none = Ninguna. Un acceso que exija una no se puede conceder desde aquí.
settings-security-at = inscrita { $at } en { $by }
settings-security-remove = Quitar
settings-security-remove-which = Quitar { $name }
settings-security-remove-what = Ya no se acepta nada de lo que firme { $name }.
settings-security-added = { $name } está inscrita.
settings-security-removed = { $name } se ha quitado.
settings-no-devices = No hay ninguna cola conectada, así que no hay dispositivos inscritos.

settings-roles-search = Buscar roles
settings-roles-what = Qué permite un rol y cuán peligroso es. Sus propias líneas valen antes que la tabla; lo que nadie ha clasificado cuenta como alto. Se guarda aquí y no se envía a ningún sitio.
settings-roles-mine = Solo los míos
settings-roles-all = Todos
settings-roles-unknown = Sin clasificar
settings-roles-none = Ningún rol se llama así.
settings-roles-more = { $count ->
    [one] { $number } más. Busque para reducir la lista.
   *[other] { $number } más. Busque para reducir la lista.
}
settings-roles-waiting = { $count ->
    [one] { $number } solicitud espera
   *[other] { $number } solicitudes esperan
}
settings-roles-nobody = Nadie; cuenta como alto
settings-roles-source = Fuente
settings-roles-copy = Copiar la dirección de la fuente
settings-roles-as = Clasificar { $role }
settings-roles-forget = Retirar

settings-language-system = Como el sistema
settings-language-what = Se aplica enseguida. Lo que se dice de las solicitudes, y el registro, están en inglés.
settings-zone-what = Las horas se muestran en { $zone }, como el reloj de este equipo.

settings-theme = { $theme ->
    [system] Como el sistema
    [light] Claro
   *[dark] Oscuro
}
settings-density = { $density ->
    [comfortable] Cómoda
   *[compact] Compacta
}
settings-percent = { $percent } %
settings-text-size-what = Todo crece con él y se dispone de nuevo, para que nada quede cortado.
settings-contrast-what = También cuando el sistema no lo pide.
settings-motion-what = Los anillos pasan a ser números. También cuando el sistema no lo pide.

settings-single-what = Letras y signos que actúan en la lista y la ficha, nunca mientras escribe. Sin ellos todo sigue en la paleta.
settings-key-change-word = Cambiar
settings-key-press = Pulse una tecla
settings-key-of = Cambiar la tecla: { $action }
settings-key-off = Desactivar
settings-key-off-of = Desactivar la tecla: { $action }
settings-key-reset = Restablecer
settings-key-reset-of = Restablecer la tecla: { $action }
settings-key-reset-all = Restablecer todas
settings-key-none = ninguna
settings-key-fixed = igual en todas partes
settings-key-taken = { $key } ya sirve para «{ $action }».
settings-key-reserved = { $key } hace falta para moverse y para escribir.
settings-key-needs-mod = Esta también actúa mientras escribe, así que necesita { $mod }.

settings-login-what = Se inicia en la bandeja del sistema, sin ventana.
settings-close-what = Las solicitudes siguen llegando y los accesos terminan a su hora. Para salir está el menú de la bandeja del sistema.
settings-close-no-tray = En este escritorio ninguna bandeja muestra la aplicación: al cerrar la ventana se sale de ella.

settings-licence = Licencia
settings-logs = El registro técnico del programa
settings-logs-what = Para examinar un fallo. No contiene palabras de las solicitudes ni secretos.
settings-copy-path = Copiar
settings-checks-log = Su propio registro se comprueba en cada inicio y siempre que se abre, entrada por entrada, con su testigo.
settings-checks-queue = El registro de cada cola se lee antes de firmar una concesión:
settings-standing = { $standing ->
    [consistent] concuerda
    [due] por leer
    [broken] roto
   *[unknown] sin mirar
}

## Paleta

palette-name = Hacer algo
palette-field = Una acción, una página, una solicitud, un ajuste
palette-group = { $group ->
    [request] Esta solicitud, { $who }
    [requests] Solicitudes
    [go] Ir a
    [settings] Ajustes
   *[do] Hacer
}
palette-none = Nada se llama así.
palette-found = { $count ->
    [one] { $number } resultado
   *[other] { $number } resultados
}
palette-choose = elegir
palette-do = ejecutar
palette-close = cerrar
palette-foot = Desde aquí no se concede nada.
palette-opens = abre el panel
palette-classify = Clasificar el rol: { $level }
palette-queue = Cola { $name }
palette-view = Vista: { $name }

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
    [find] Buscar
    [first] Primera
    [last] Última
    [open] Abrir
    [back] Volver
    [arrivals] Recién llegadas
    [panes] De panel en panel
    [select] Seleccionar
    [select-down] Seleccionar hacia abajo
    [select-up] Seleccionar hacia arriba
    [select-all] Seleccionar todas las de la organización
    [snooze] Posponer
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
    [insights] Estadísticas
    [settings] Ajustes
    [palette] Hacer algo
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

## Práctica

practice-title = Práctica · { $title }
practice-tag = Práctica, inventada
practice-place = { $done } de { $total } decididas
practice-end = Terminar la práctica
practice-what = ¿Qué era esto?
practice-feedback = Lo que valió esta decisión
practice-verdict = { $verdict ->
    [right] Bien visto.
    [plain] Con razón.
    [missed] Se le escapó.
    [too-strict] Más estricto de lo necesario.
   *[withheld] Nada que decidir.
}
practice-was = { $trap ->
    [none] Esta solicitud era lo que dice.
    [look-alike] El nombre no es lo que parece.
    [hidden-words] Hay caracteres ocultos que dan la vuelta a sus palabras.
    [own-request] Era su propia solicitud, con otro nombre o por medio de un agente.
    [odd-hour] Llegó en plena noche y sin ticket.
    [too-long] Se pidió para mucho más de lo habitual.
   *[changed] Se convirtió en otra después de abrirla.
}
practice-did = { $decision ->
    [granted] Concedió { $length }.
    [denied] La denegó.
    [unanswered] Nadie respondió a tiempo, y el silencio no concede nada.
   *[withheld] Nadie decide sobre su propia solicitud, y Doorward lo respeta.
}
practice-took = Tardó { $time }.
practice-careful = Lo que hace una persona cuidadosa
practice-careful-do = { $trap ->
    [none] Concede los { $asked } pedidos: nada lo desaconseja.
    [look-alike] La deniega y pregunta a la persona real por otra vía.
    [hidden-words] La deniega: quien oculta caracteres oculta lo que pide.
    [own-request] La deja a otra persona.
    [odd-hour] La deniega hasta que alguien despierto nombre un ticket.
    [too-long] La acorta: lo habitual son { $usual }, se pidieron { $asked }.
   *[changed] Lee la diferencia y no concede más que los { $asked } pedidos al principio.
}
practice-where = Dónde se veía
practice-sign = { $sign ->
    [boxed-letter] Una letra de otro alfabeto aparece recuadrada en el nombre, en la lista y en la ficha.
    [boxed-words] Los caracteres ocultos aparecen recuadrados en las palabras de la solicitud.
    [no-decision] El panel dice que es suya y no ofrece ninguna decisión.
    [their-zone] Cada duración dice cuándo acaba donde está la persona, y así qué hora es allí.
    [no-ticket] No se nombra ningún ticket.
    [longer-in-risk] Los motivos del riesgo dicen que es más largo que los { $usual } habituales.
    [difference] La ficha pidió leer antes la diferencia.
   *[nothing-odd] Nada está recuadrado, la duración es habitual y los motivos del riesgo son breves.
}
practice-so-far = Hasta ahora
practice-open = Solicitud { $number }, sin decidir
practice-name = { $trap ->
    [none] Nada raro
    [look-alike] Nombre parecido
    [hidden-words] Caracteres ocultos
    [own-request] Su propia solicitud
    [odd-hour] Hora extraña
    [too-long] Demasiado larga
   *[changed] Cambiada tras abrirla
}
practice-vow = Las decisiones de práctica se firman con una clave de práctica y nunca salen de este equipo.
practice-next = Siguiente solicitud
practice-how = Ver cómo fue
practice-summary = Cómo fue la práctica
practice-summary-title = { $right } de { $total } como una persona cuidadosa
practice-summary-all = Las solicitudes reales se ven igual. Tómese allí el mismo tiempo.
practice-summary-some = Cada línea dice qué se escapó. La próxima ronda trae otras solicitudes.
practice-times = Tiempo para decidir, por riesgo
practice-times-of = { $count ->
    [one] de { $number } decisión
   *[other] mediana de { $number } decisiones
}
practice-again = Practicar otra vez

## Primeros pasos

intro-brand = Doorward
intro-name = Primeros pasos
intro-step = { $step ->
    [practise] Practicar
    [connect] Conectar una cola
   *[interrupt] Elegir qué puede interrumpir
}
intro-title = { $step ->
    [practise] Decida cinco solicitudes inventadas
    [connect] ¿De dónde vienen las solicitudes?
   *[interrupt] ¿Qué puede interrumpirle?
}
intro-line = { $step ->
    [practise] Unos minutos, en una ventana propia. Nada sale de este equipo y nadie recibe acceso. Algunas de las cinco intentan engañarle, como las reales.
    [connect] Doorward lee las colas que ya tiene. Pide los permisos más pequeños y dice qué puede y qué no puede cada sistema. Su inicio de sesión se guarda en el llavero del sistema.
   *[interrupt] Una notificación nunca decide nada. Abre la solicitud y desaparece cuando otra persona se ha ocupado de ella.
}
intro-trap = { $trap ->
    [look-alike] Un nombre que no es lo que parece
    [own-request] Su propia solicitud, por medio de un agente
    [odd-hour] Una hora extraña
   *[changed] Cambiada después de abrirla
}
intro-trap-line = { $trap ->
    [look-alike] una letra de otro alfabeto
    [own-request] nadie aprueba la suya
    [odd-hour] de noche donde vive la persona
   *[changed] se muestra la diferencia
}
intro-keys = Teclas que conviene conocer
intro-practising = La práctica está abierta en una ventana propia. Vuelva aquí cuando la haya hecho.
intro-start = Empezar la práctica
intro-next = Continuar
intro-done = Abrir la bandeja
intro-skip = { $step ->
    [practise] Omitir la práctica
    [connect] Más tarde
   *[interrupt] Dejarlo como está
}
intro-connected = { $count ->
    [one] { $number } cola está conectada.
   *[other] { $number } colas están conectadas.
}
intro-preset = { $preset ->
    [critical] Solo lo crítico
    [high] Lo alto y lo crítico
   *[everything] Todo
}
intro-preset-line = { $preset ->
    [critical] El resto se reúne en un resumen
    [high] Lo medio y lo bajo se reúnen en un resumen
   *[everything] Cada solicitud al momento, dentro de los límites
}

## Nada espera

empty-figures = Hoy
empty-decided = decididas hoy
empty-median = mediana para decidir
empty-quiet = Silencio de { $from } a { $to }.
empty-quiet-critical = Silencio de { $from } a { $to }, salvo lo crítico.
empty-digest = Próximo resumen a las { $time }.
empty-digest-every = Un resumen cada { $minutes } min.
