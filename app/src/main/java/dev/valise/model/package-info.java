/**
 * What Valise is about, as values: organisations, profiles, versions, browser sessions, save
 * outcomes, and their ids.
 *
 * <p>Knows nothing else; every layer may know it. What is done with these values is in the layers.
 */
@NullMarked
package dev.valise.model;

import org.jspecify.annotations.NullMarked;
