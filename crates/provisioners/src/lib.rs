//! Ways of giving and taking access
