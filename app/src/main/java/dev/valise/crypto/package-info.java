/**
 * The key hierarchy, over Tink: a root key wraps one keyset per organisation, and one for the URLs
 * that carry their own credential.
 *
 * <p>Must not know what is sealed or where keys and sealed bytes are kept. The only importer of
 * Tink; key bytes leave it only through {@link dev.valise.crypto.RootKey#reveal}.
 */
@NullMarked
package dev.valise.crypto;

import org.jspecify.annotations.NullMarked;
