#pragma once
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// Macros, which Swift does not see.
static inline int tls_set_oldest_version_1_2(SSL_CTX *context) {
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
static inline void tls_set_owner(SSL_CTX *context, void *owner) { SSL_CTX_set_app_data(context, owner); }
/// For the info callback, which gets its connection as const because most who listen only look.
static inline int tls_set_requested_name(const SSL *connection, const char *name) {
  return (int)SSL_set_tlsext_host_name((SSL *)connection, name);
}

/// What tls_set_owner was given for the context of a connection, or of one whose certificate is being verified.
static inline void *tls_owner_of_connection(const SSL *connection) {
  return connection ? SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)) : NULL;
}
static inline void *tls_owner_of_verification(X509_STORE_CTX *verification) {
  return tls_owner_of_connection(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
}
