# As palavras próprias da interface: nomes de lugares e controles, e as molduras dos tempos restantes. O que se diz de uma
# solicitação, de um acesso ou do registro vem do núcleo.
#
# Glossário
#   request      solicitação
#   grant        conceder; acesso concedido (termina sozinho)
#   agree        concordar (onde outras pessoas também precisam concordar)
#   deny         negar
#   revoke       revogar
#   approver     quem decide; «você», sem gênero
#   requester    quem solicita
#   tenant       organização («locatário» não se entende)
#   queue        fila
#   inbox        entrada
#   log          registro; entry: lançamento
#   witness      testemunha; witnessed: testemunhado, cosigned: contra-assinado
#   leaf, root   folha, raiz
#   doctor       diagnóstico
#   held         retida: decidida e ainda não enviada
#   keyring      chaveiro
# Trata-se por você. Os botões vão no infinitivo.

## A janela

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] Entrada
    [grants] Acessos ativos
    [log] Registro
   *[queues] Filas
}
frame-pages = Páginas
frame-queues = Filas
frame-queue = { $name }: { $state }, recebido { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Treino: inventado
frame-practice-long = O que a fila de treino mostra é inventado.
frame-shortcuts = Atalhos
frame-close = Fechar
frame-single-keys = Teclas sozinhas agem na lista e na ficha, nunca enquanto você digita.
frame-notices = Avisos
frame-next-try = próxima tentativa em { $seconds } s
frame-try-now = Tentar agora
frame-try-again = Tentar de novo
frame-open-log = Abrir o registro
frame-unlock = Desbloquear o chaveiro
frame-not-read = Não foi possível ler os dados.
queue-state = { $state ->
    [fresh] conectada
    [old] dados envelhecendo
   *[off] fora de alcance
}

## O tempo, onde há pouco espaço

time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copiar

copy-done = Copiado
copy-failed = Não foi possível copiar

## Entrada

inbox-list = Solicitações, por tempo restante
inbox-by-time = por tempo restante
inbox-fresh = { $count ->
    [one] { $number } nova desde que você olhou
   *[other] { $number } novas desde que você olhou
}
inbox-show = Mostrar
inbox-outbox = { $count ->
    [one] { $number } decisão espera o envio
   *[other] { $number } decisões esperam o envio
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] { $number } acesso ativo
   *[other] { $number } acessos ativos
}
inbox-choose = Escolha uma solicitação para lê-la aqui.

## Ficha

sheet-name = Solicitação
sheet-back = Voltar à lista
sheet-place = { $place } de { $total }
sheet-left = restam { $time }, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] Restam 10 minutos para responder.
    [two-minutes] Restam 2 minutos para responder.
   *[expired] O tempo para responder acabou.
}
sheet-raw = Bruto
sheet-as-shown = Como aparece
sheet-raw-label = O texto, com cada caractere incomum escrito como seu código
sheet-on-behalf = Em nome de quem
sheet-kind = { $kind ->
    [person] pessoa
    [agent] agente
    [service] serviço
   *[other] { $kind }
}
sheet-usual = O usual e o de agora
sheet-becomes = passa a ser
sheet-others = O que outros decidiram
sheet-so-far = Até agora
sheet-unknown = desconhecido
sheet-saw-and-now = O que você viu, o que diz agora
sheet-now = Agora
sheet-open-page = Abrir em { $host }

## Decidir

decide-name = Decidir
decide-how-long = Por quanto tempo
decide-length-field = Duração ou fim, por exemplo 90m ou until 18:00
decide-once-started = desde o início
decide-usual = usual
decide-until = até { $time }
decide-reason = Motivo
decide-reason-hint = Motivo, fica no registro
decide-deny-hint = Por que não? Fica no registro
decide-deny = Negar
decide-deny-offer = Negar, oferecer { $length }
decide-offer = Oferecer em troca
decide-offer-none = Nada
decide-offer-says = O motivo dirá que até { $length } seriam concedidos numa nova solicitação.
decide-offer-nothing = Esta fila não pode conceder menos do que foi solicitado. Uma negativa pode dizer o que você concederia.
decide-grant = Conceder { $length }
decide-hold-to-grant = Segurar: conceder { $length }
decide-grant-once = Conceder uma vez
decide-hold-to-grant-once = Segurar: conceder uma vez
decide-agree = Concordar com { $length }
decide-hold-to-agree = Segurar: concordar com { $length }
decide-agree-once = Concordar uma vez
decide-hold-to-agree-once = Segurar: concordar uma vez
decide-keep-holding = Segure mais { $seconds }
decide-ask-grant = Conceder { $length }?
decide-ask-grant-once = Conceder uma vez?
decide-ask-agree = Concordar com { $length }, { $share }?
decide-ask-agree-once = Concordar uma vez, { $share }?
decide-confirm = Confirmar
decide-back = Voltar
decide-type = Digite { $word }
decide-type-label = Digite o nome da organização: { $word }
decide-still-needed = Ainda falta: { $parts }.
decide-need = { $need ->
    [reason] um motivo
    [tenant] o nome da organização
   *[length] uma duração
}
decide-again = Decidir de novo
decide-next = Próxima solicitação
decide-show-in-log = Ver no registro
decide-undo = Desfazer
decide-undone = Desfeito. Nada foi enviado.
decide-send-now = Enviar agora
decide-reason-given = Motivo: { $reason }
decide-held = { $count ->
    [one] Retida por { $number } segundo. Desfaça com Z.
   *[other] Retida por { $number } segundos. Desfaça com Z.
}
decide-steps = Onde está esta decisão
decide-step = { $step ->
    [held] Retida
    [signed] Assinada
    [sent] Enviada
   *[recorded] Registrada
}
risk-level = { $level ->
    [low] Baixo
    [medium] Médio
    [high] Alto
   *[critical] Crítico
}
classify-done = { $level ->
    [low] Classificado: risco baixo.
    [medium] Classificado: risco médio.
    [high] Classificado: risco alto.
   *[critical] Classificado: risco crítico.
}
classify-take-back = Retirar
classify-taken-back = Classificação retirada.

## Acessos ativos

grants-risk = Risco
grants-who = Quem tem o quê
grants-tenant = Organização
grants-left = Tempo restante
grants-until = Até
grants-act = Agir
grants-same-zone = mesmo fuso
grants-revoke = Revogar
grants-revoke-now = Revogar agora
grants-revoke-reason = Motivo, se quiser
grants-revoke-whose = Revogar o acesso: { $who }
grants-revoked = A revogação está a caminho.
grants-key = revogar

## Registro

log-whose = De qual fila é o registro
log-verify = Verificar agora
log-verify-again = Verificar de novo
log-verifying = Verificando
log-export = Exportar
log-export-evidence = Exportar as provas
log-exported = Gravado em { $path }
log-time = Hora
log-decision = Decisão
log-entries = Lançamentos
log-witness = Testemunha
log-list = Decisões, as mais recentes primeiro
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] testemunhado
    [not-yet] ainda não
    [not-provable] não comprovável
   *[does-not-match] não confere
}
log-not-yet = { $count ->
    [one] { $number } ainda não
   *[other] { $number } ainda não
}
log-tail = { $witnessed } de { $entries } lançamentos testemunhados
log-proved-one = 1 comprovado
log-proved = 1 a { $last } comprovados
log-not-provable-one = { $entry } não comprovável
log-not-provable = { $first } a { $last } não comprováveis
log-choose = Escolha uma decisão para ver sua prova.
log-proof = Prova
log-proof-whole = O lançamento é a árvore inteira.
log-proof-drawing = { $count ->
    [one] Do lançamento à raiz, passando por { $number } vizinho.
   *[other] Do lançamento à raiz, passando por { $number } vizinhos.
}
log-leaf = Folha
log-root = Raiz
log-cosigned = Contra-assinado
log-not-cosigned = ainda não
log-copy-proof = Copiar a prova
log-raw-envelope = Envelope bruto
log-shown = Mostrado
log-to-do = O que fazer
log-to-do-step = { $step ->
    [export] Exporte as provas. Elas contêm este registro tal como está, com suas comprovações.
    [tell] Avise quem administra a fila. A testemunha dessa fila guarda a própria cópia.
   *[recover] Para voltar a conceder, comece um novo registro, que pede admissão outra vez: { "doorward keys recover" }
}

## Filas

queues-list = Filas conectadas
queues-connect = Conectar uma fila
queues-sign-in-again = Entrar de novo
queues-new-token = Novo token
queues-doctor = Diagnóstico
queues-doctor-of = O que atrapalha em { $name }
queues-looking = Examinando
queues-look-again = Examinar de novo
queues-close-look = Fechar o diagnóstico
queues-copy-report = Copiar o relatório
queues-weight = { $weight ->
    [ok] em ordem
    [warning] convém olhar
   *[error] atrapalha
}
queues-check = { $check ->
    [profile] Perfil
    [keyring] Chaveiro
    [queues] Lista de filas
    [store] Pasta
    [address] Endereço
    [reach] Alcance
    [token] Token
    [sign-in] Quem você é
    [api] Versão
    [clock] Relógio
    [device] Este dispositivo
    [key] Sua chave
    [security-key] Chave de segurança
    [witness] Testemunha
    [queue-log] Registro da fila
    [mirror] O que se sabe
    [presence] Presença
    [capabilities] O que ela pode
   *[other] { $check }
}
queues-experimental = Experimental
queues-experimental-why = Experimental: { $why }
queues-remove = Remover
queues-remove-which = Remover { $name }
queues-remove-now = Remover
queues-keep = Manter
queues-type-name = Digite o nome dela para remover: { $name }
queues-removed = { $name } foi removida: nada mais é recebido dela nem enviado a ela.
queues-can = O que ela pode

## Conectar uma fila

connect-again = Entrar de novo em { $name }
connect-stage = { $stage ->
    [choose] Sistema
    [fill] Acesso
   *[done] Conectada
}
connect-stages = Etapas
connect-past = { $step }, feito
connect-choose = De onde vêm as solicitações?
connect-weaker = Mais fraco que em outros
connect-needs = Do que você precisa
connect-page = Tudo sobre ele: { $page }
connect-cancel = Cancelar
connect-back = Voltar
connect-next = Avançar
connect-address = Endereço
connect-address-hint = https, ou http nesta máquina
connect-address-is = Endereço { $address }
connect-address-at = { $system }, { $address }
connect-whole = Escrever o endereço inteiro
connect-in-parts = Preencher em partes
connect-name = Como você a chama
connect-name-hint = Aparece nas listas e no seu registro
connect-watch = Só observar
connect-watch-hint = Aqui ela é lida, avaliada e avisada; decide-se no sistema dela.
connect-who = Quem você é lá
connect-way = { $way ->
    [browser] No navegador
    [code] Com um código
   *[token] Com um token
}
connect-way-hint = { $way ->
    [browser] Uma página do provedor se abre no seu navegador.
    [code] Você digita um código curto numa página, em qualquer navegador e dispositivo.
   *[token] De quem administra o sistema, ou criado por você lá. Um token expira: então você cola outro.
}
connect-client = ID do cliente
connect-client-hint = Como sua organização o registrou
connect-secret = Segredo do cliente, se houver
connect-secret-kept = Guardado de antes
connect-more = Outro provedor
connect-issuer = Emissor
connect-issuer-hint = Em vez de { $issuer }
connect-token = Token
connect-file = Caminho do seu arquivo de identidade
connect-file-hint = Ele é lido uma única vez. O conteúdo vai para o chaveiro do sistema: depois, exclua o arquivo.
connect-invitation = Convite, se você tem outro dispositivo lá
connect-keyring = Vai para o chaveiro do sistema e para nenhum outro lugar.
connect-check = Verificar e conectar
connect-sign-in = Entrar e conectar
connect-not-all = Ainda há campos vazios.
connect-doing = Conectando { $name }
connect-step = { $step ->
    [reach] Alcançar
    [sign-in] Entrar
    [check] Quem você é
   *[hear] Conectar
}
connect-doing-step = { $step ->
    [reaching] Perguntando se ela responde
    [signing-in] Perguntando ao provedor
    [browser] Esperando você entrar pelo navegador
    [code] Esperando você digitar o código
    [checking] Verificando quem você é lá
   *[connecting] Conectando e lendo pela primeira vez
}
connect-page-opened = A página foi aberta no seu navegador. Se nenhuma aparecer, copie o endereço e abra-a por conta própria.
connect-page-by-hand = Nenhum navegador pôde ser aberto. Copie o endereço da página e abra-a por conta própria.
connect-copy-address = Copiar o endereço
connect-type-code = Abra { $address } em qualquer navegador e digite este código:
connect-copy-code = Copiar o código
connect-waits = A espera é de cinco minutos. Se a página mostrar um erro, pare e verifique o cliente.
connect-stop = Parar
connect-stopping = Parando
connect-stopped = Nada foi conectado.
connect-done = { $name } está conectada.
connect-you-are = Você é
connect-approver-in = Decide por
connect-guarantee = O que ela garante
connect-to-inbox = Abrir a entrada
connect-to-queues = Ver as filas
connect-another = Conectar outra

## Teclado

keys-group = { $group ->
    [move] Mover-se
    [decide] Decidir
    [grants] Acessos ativos
    [queues] Filas
   *[anywhere] Em toda parte
}
keys-action = { $action ->
    [next] Próxima
    [previous] Anterior
    [first] Primeira
    [last] Última
    [open] Abrir
    [back] Voltar
    [arrivals] Recém-chegadas
    [panes] De painel em painel
    [grant] Conceder
    [deny] Negar
    [shorten] Encurtar
    [shorter] Mais curto
    [longer] Mais longo
    [undo] Desfazer enquanto retida
    [send-now] Enviar agora
    [open-page] Abrir no sistema dela
    [classify-low] Classificar a função: baixo
    [classify-medium] Médio
    [classify-high] Alto
    [classify-critical] Crítico
    [classify-forget] Retirar a classificação
    [revoke] Revogar
    [connect] Conectar uma fila
    [inbox] Entrada
    [grants] Acessos ativos
    [log] Registro
    [queues] Filas
    [shortcuts] Esta folha
   *[quit] Sair
}
keys-hold = segurar
keys-name = { $key ->
    [Enter] Enter
    [Escape] Esc
    [Shift] Shift
    [Control] Ctrl
    [Home] Home
    [End] End
   *[other] { $key }
}
