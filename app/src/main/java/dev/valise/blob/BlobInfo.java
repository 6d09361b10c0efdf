package dev.valise.blob;

import java.time.Instant;

/**
 * What a listing says of a blob.
 *
 * @param size in bytes
 * @param writtenAt by the backend's clock
 */
public record BlobInfo(BlobKey key, long size, Instant writtenAt) {}
