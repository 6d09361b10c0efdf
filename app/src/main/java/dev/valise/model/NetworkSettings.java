package dev.valise.model;

import java.util.Optional;

/**
 * The network that a session's browsers were asked to have.
 *
 * @param upstream the way behind the server's proxy, as a URL without credentials
 */
public record NetworkSettings(NetworkMode mode, NetworkRules rules, Optional<String> upstream) {}
