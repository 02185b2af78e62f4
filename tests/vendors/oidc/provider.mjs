// An OpenID provider (oidc-provider, certified by the OpenID Foundation) as an organisation runs one: a public client and one with a
// secret, on a loopback redirect and with device codes; refresh tokens are rotated, and a replay ends the session.
// `node provider.mjs SECONDS`, for how long an access token lasts. It writes its address on one line, and serves until it is stopped.
// POST /withdraw takes back all that was agreed to, as an administrator would.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const lasts = Number(process.argv[2]);
const pam = "https://www.googleapis.com/auth/cloud-platform";
const person = "Noor.Haddad@contoso.example";
const registered = {
  application_type: "native",
  redirect_uris: ["http://127.0.0.1/signed-in"],
  response_types: ["code"],
  grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      { ...registered, client_id: "doorward", token_endpoint_auth_method: "none" },
      { ...registered, client_id: "doorward-desktop", client_secret: "not-so-secret", token_endpoint_auth_method: "client_secret_post" },
    ],
    scopes: ["openid", "email", "offline_access", pam],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    features: { deviceFlow: { enabled: true }, revocation: { enabled: true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: { AccessToken: lasts, Session: 600, Grant: 600, Interaction: 600, RefreshToken: 600, DeviceCode: 600, IdToken: 600 },
    findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, email: person, email_verified: true }) }),
  });
  const agreed = new Set();
  const counted = { refreshed: 0 };
  provider.on("grant.success", (ctx) => {
    agreed.add(ctx.oidc.entities.Grant?.jti ?? ctx.oidc.entities.AccessToken?.grantId);
    if (ctx.oidc.params.grant_type === "refresh_token") counted.refreshed += 1;
  });
  provider.use(async (ctx, next) => {
    if (ctx.path === "/counted") {
      ctx.body = counted;
    } else if (ctx.path === "/withdraw") {
      for (const id of agreed) {
        await Promise.all([provider.AccessToken.revokeByGrantId(id), provider.RefreshToken.revokeByGrantId(id)]);
        await (await provider.Grant.find(id))?.destroy();
      }
      ctx.body = {};
    } else {
      await next();
    }
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
