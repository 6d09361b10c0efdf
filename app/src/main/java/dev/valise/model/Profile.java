package dev.valise.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A profile as it is now.
 *
 * @param name unique in the organisation; a profile may have none
 * @param updatedAt of the last rename or save
 * @param lastUsedAt when a browser session last loaded it
 * @param head its newest version; empty while nothing was saved
 */
public record Profile(
    ProfileId id,
    OrganisationId organisation,
    Optional<String> name,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> lastUsedAt,
    Optional<Version> head) {}
