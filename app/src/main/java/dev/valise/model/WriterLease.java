package dev.valise.model;

import java.time.Instant;

/**
 * The right of one session to save into a profile; at most one session has it. It ends with the
 * session, or when another takes it over.
 *
 * @param token the fencing token: higher than that of every lease that the profile had before
 */
public record WriterLease(ProfileId profile, SessionId session, long token, Instant since) {}
