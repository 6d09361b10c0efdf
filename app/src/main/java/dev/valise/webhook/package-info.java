/**
 * Tells other programs of events by HTTP, as Standard Webhooks describes it
 * (https://www.standardwebhooks.com): which there are, what they are told, and what is tried again.
 *
 * <p>Knows the catalog, the sealing keys, and connections that the egress policy has judged. Must
 * not know browsers, nor how an event looks as JSON: it is given that.
 */
@NullMarked
package dev.valise.webhook;

import org.jspecify.annotations.NullMarked;
