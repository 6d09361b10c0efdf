/**
 * What one browser may take of this machine, so that it cannot take all: memory, tasks, processor
 * time. By a control group where the kernel lets this server have some (cgroup v2, delegated), by
 * the limits of each process elsewhere.
 *
 * <p>Knows the kernel's files for groups and a command to put before a browser's. Must not know
 * which browser it is, or how it is isolated.
 */
@NullMarked
package dev.valise.chromium.limits;

import org.jspecify.annotations.NullMarked;
