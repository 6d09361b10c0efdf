/**
 * What is saved outlives whatever happens to the process, the disk and the machine: the whole store
 * of a data folder, as a server has it but without browsers, under every kind of trouble. Knows the
 * public parts of all packages; what is inside of one is tested there.
 */
@NullMarked
package dev.valise.survival;

import org.jspecify.annotations.NullMarked;
