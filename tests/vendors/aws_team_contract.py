"""Stands between a connector and what is played of TEAM, and refuses what TEAM's GraphQL schema does not have, asked or answered:
SCHEMA SYSTEM. Says at which port.

The schema is what TEAM's authors write, and Amplify makes the calls out of it; what it makes is written down here by its own
rules (https://docs.amplify.aws/gen1/react/build-a-backend/graphqlapi/data-modeling/), for what the connector calls."""

import http.server
import json
import sys
import urllib.error
import urllib.request

from graphql import build_schema, execute, parse, print_ast, validate
from graphql.language import DirectiveNode, ListTypeNode, NonNullTypeNode, ObjectTypeDefinitionNode, Visitor, visit
from graphql.language.visitor import REMOVE

document, system = sys.argv[1:]


class WithoutDirectives(Visitor):
    """Amplify's are for its own making, and none of them is left in what it makes."""

    def enter_directive(self, node: DirectiveNode, *_):
        return REMOVE


def bare(kind):
    while isinstance(kind, (ListTypeNode, NonNullTypeNode)):
        kind = kind.type
    return kind.name.value


def made(model):
    """What Amplify makes of a model, as far as it is called."""
    name = model.name.value
    upper = name[0].upper() + name[1:]
    fields = {field.name.value: field.type for field in model.fields}
    filters = {"Boolean": "ModelBooleanInput", "ID": "ModelIDInput"}
    narrowed = "".join(f" {field}: {filters.get(bare(kind), 'ModelStringInput')}" for field, kind in fields.items())
    given = "".join(f" {field}: {print_ast(kind).rstrip('!')}" for field, kind in fields.items() if field != "id")
    conditions = narrowed.replace(" id: ModelIDInput", "", 1)
    return f"""
        extend type {name} {{ createdAt: AWSDateTime! updatedAt: AWSDateTime! }}
        type Model{upper}Connection {{ items: [{name}]! nextToken: String }}
        input Model{upper}FilterInput {{{narrowed} and: [Model{upper}FilterInput] or: [Model{upper}FilterInput] not: Model{upper}FilterInput }}
        input Model{upper}ConditionInput {{{conditions} and: [Model{upper}ConditionInput] or: [Model{upper}ConditionInput] not: Model{upper}ConditionInput }}
        input Update{upper}Input {{ id: ID!{given} }}
        extend type Query {{ get{upper}(id: ID!): {name} }}
        extend type Mutation {{ update{upper}(input: Update{upper}Input!, condition: Model{upper}ConditionInput): {name} }}
        {indexed(model, name, upper)}
    """


def indexed(model, name, upper):
    """A query for each index of a field."""
    made = ""
    for field in model.fields:
        for directive in field.directives or ():
            given = {argument.name.value: argument.value for argument in directive.arguments or ()}
            if directive.name.value != "index" or "queryField" not in given:
                continue
            keys = [key.value for key in given["sortKeyFields"].values] if "sortKeyFields" in given else []
            sorting = "".join(f", {key}: ModelStringKeyConditionInput" for key in keys)
            arguments = f"{field.name.value}: String!{sorting}, sortDirection: ModelSortDirection"
            more = f"filter: Model{upper}FilterInput, limit: Int, nextToken: String"
            made += f"extend type Query {{ {given['queryField'].value}({arguments}, {more}): Model{upper}Connection }}\n"
    return made


COMPARED = "ne eq le lt ge gt contains notContains beginsWith"
COMMON = f"""
    scalar AWSDateTime scalar AWSTimestamp scalar AWSJSON
    enum ModelSortDirection {{ ASC DESC }}
    input ModelStringInput {{ {" ".join(f"{word}: String" for word in COMPARED.split())} between: [String] }}
    input ModelIDInput {{ {" ".join(f"{word}: ID" for word in COMPARED.split())} between: [ID] }}
    input ModelBooleanInput {{ ne: Boolean eq: Boolean }}
    input ModelStringKeyConditionInput {{ eq: String le: String lt: String ge: String gt: String between: [String] beginsWith: String }}
"""


def schema():
    with open(document) as file:
        written = parse(file.read())
    models = [kind for kind in written.definitions if isinstance(kind, ObjectTypeDefinitionNode)]
    models = [kind for kind in models if any(directive.name.value == "model" for directive in kind.directives or ())]
    more = "".join(made(kind) for kind in models if kind.name.value in ("requests", "Settings"))
    plain = print_ast(visit(written, WithoutDirectives()))
    return build_schema(COMMON + plain + more)


SCHEMA = schema()


def faults_of(asked, told):
    """Why a question or its answer is not of the schema."""
    query = parse(asked["query"])
    wrong = validate(SCHEMA, query)
    if wrong:
        return wrong
    # Executing it over the very answer completes each value by its type, and notices what is missing.
    result = execute(SCHEMA, query, told.get("data"), variable_values=asked.get("variables"))
    if result.errors and not told.get("errors"):
        return result.errors
    if told.get("data") is not None and result.data != told["data"]:
        return ["the answer has more in it than was asked for"]
    return []


class Between(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: self.headers[name] for name in ("Authorization", "Content-Type")}
        request = urllib.request.Request(system, asked, headers)
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as refused:
            answer = refused
        body = answer.read()
        faults = faults_of(json.loads(asked), json.loads(body))
        if faults:
            print(*faults, asked.decode(), sep="\n", file=sys.stderr, flush=True)
            body = json.dumps({"data": None, "errors": [{"errorType": "ValidationError", "message": str(faults[0])}]}).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(body), "Date": answer.headers["Date"]}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

    def send_response(self, code, message=None):
        self.send_response_only(code, message)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Between)
print(server.server_address[1], flush=True)
server.serve_forever()
