package dev.valise.snapshot;

import dev.valise.crypto.SealingKey;

/**
 * Whose snapshots these are: the key that seals them and the owner's name, which every seal is
 * bound to.
 */
public record Vault(SealingKey key, String owner) {}
