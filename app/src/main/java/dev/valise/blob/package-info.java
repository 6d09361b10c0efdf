/**
 * Objects under keys, written once: the {@link dev.valise.blob.BlobStore} contract and its
 * backends.
 *
 * <p>Must not know what the bytes mean; they arrive sealed.
 */
@NullMarked
package dev.valise.blob;

import org.jspecify.annotations.NullMarked;
