/**
 * Files: those of this server's own, private to its user and durable once a write has returned; and
 * those that others left, read without trusting them.
 *
 * <p>Knows the file system only; what the bytes mean is for others.
 */
@NullMarked
package dev.valise.disk;

import org.jspecify.annotations.NullMarked;
