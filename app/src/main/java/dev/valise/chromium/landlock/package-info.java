/**
 * Landlock, the sandbox that any Linux process may put itself into for good: files, TCP ports,
 * signals (kernel documentation, userspace-api/landlock).
 *
 * <p>Knows the kernel's interface, how to start a process behind it, and which of this machine's
 * files a Chromium needs. Must not know profiles, sessions, DevTools or which proxy listens where.
 */
@NullMarked
package dev.valise.chromium.landlock;

import org.jspecify.annotations.NullMarked;
