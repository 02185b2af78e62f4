//! Desktop notifications
