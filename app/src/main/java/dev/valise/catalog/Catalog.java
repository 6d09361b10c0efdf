package dev.valise.catalog;

/**
 * The metadata of one Valise.
 *
 * <p>Every change is durable and visible to all when its method returns, or has not happened. All
 * parts are thread-safe and block. Faults of the database are thrown as {@link CatalogException}.
 */
public interface Catalog extends AutoCloseable {
  OrganisationRecords organisations();

  ProfileRecords profiles();

  VersionRecords versions();

  BlobRecords blobs();

  SessionRecords sessions();

  WriterLeases leases();

  EventRecords events();

  KeysetRecords keysets();

  @Override
  void close();
}
