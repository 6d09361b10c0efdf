/**
 * Parts that tests of several packages share: real ones in memory, and faults by script.
 *
 * <p>Must not know what a test is about.
 */
@NullMarked
package dev.valise.testing;

import org.jspecify.annotations.NullMarked;
