package dev.valise.egress;

/**
 * A place that a browser wanted to go to and may not.
 *
 * @param target such as {@code 10.1.0.9:80}: the upstream proxy's, if it is that which is denied
 * @param reason in words for people, of the last time
 * @param times how often it was denied since it is remembered
 */
public record DeniedTarget(String target, String reason, long times) {}
