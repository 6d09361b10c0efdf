package dev.valise.testing;

import dev.valise.catalog.BlobRecords;
import dev.valise.catalog.Catalog;
import dev.valise.catalog.CatalogException;
import dev.valise.catalog.EventRecords;
import dev.valise.catalog.KeysetRecords;
import dev.valise.catalog.OrganisationRecords;
import dev.valise.catalog.ProfileRecords;
import dev.valise.catalog.SessionRecords;
import dev.valise.catalog.VersionRecords;
import dev.valise.catalog.WriterLeases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A catalog with faults by script: each call of one of its parts counts, and may fail before or
 * after it is carried out. Closing it is left to whoever opened the sound one.
 */
public record FaultyCatalog(Catalog sound, Faults faults) implements Catalog {

  @Override
  public OrganisationRecords organisations() {
    return faulty(OrganisationRecords.class, sound.organisations());
  }

  @Override
  public ProfileRecords profiles() {
    return faulty(ProfileRecords.class, sound.profiles());
  }

  @Override
  public VersionRecords versions() {
    return faulty(VersionRecords.class, sound.versions());
  }

  @Override
  public BlobRecords blobs() {
    return faulty(BlobRecords.class, sound.blobs());
  }

  @Override
  public SessionRecords sessions() {
    return faulty(SessionRecords.class, sound.sessions());
  }

  @Override
  public WriterLeases leases() {
    return faulty(WriterLeases.class, sound.leases());
  }

  @Override
  public EventRecords events() {
    return faulty(EventRecords.class, sound.events());
  }

  @Override
  public KeysetRecords keysets() {
    return faulty(KeysetRecords.class, sound.keysets());
  }

  private <T> T faulty(Class<T> part, T records) {
    return part.cast(
        Proxy.newProxyInstance(
            part.getClassLoader(),
            new Class<?>[] {part},
            (_, method, arguments) ->
                faults.call(
                    () -> {
                      try {
                        return method.invoke(records, arguments);
                      } catch (InvocationTargetException e) {
                        if (e.getCause() instanceof Error error) {
                          throw error;
                        }
                        throw (Exception) e.getCause();
                      }
                    },
                    why -> new CatalogException(method.getName() + ": " + why))));
  }

  @Override
  public void close() {}
}
