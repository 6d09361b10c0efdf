/**
 * Metadata: organisations, profiles, their versions, the blobs that these need, browser sessions,
 * events and wrapped keysets, in a database.
 *
 * <p>Knows SQL; the only importer of JDBC, Jdbi and Flyway. Must not know what the records are used
 * for: rules that need more than one row at one moment are here, all others in the use cases above.
 */
@NullMarked
package dev.valise.catalog;

import org.jspecify.annotations.NullMarked;
