/**
 * What happens to logins over long runs of everything that can happen to browsers and servers. It
 * knows the HTTP API, DevTools and the processes, as any client and any operator does, and reads
 * the leases in the catalog; it must not use a use case of the server itself.
 */
@NullMarked
package dev.valise.storm;

import org.jspecify.annotations.NullMarked;
