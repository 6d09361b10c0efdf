package dev.valise.upkeep.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valise.catalog.NameTakenException;
import dev.valise.model.OrganisationId;
import dev.valise.model.Version;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a store has after some use, in a few kilobytes: two organisations, saves on saves, a
 * roll-back, a fork with a save of its own, and two profiles that have nothing in common.
 */
final class SmallStore {
  final OrganisationId acme;
  final OrganisationId globex;

  /** All versions, with whose they are. */
  final Map<Version, OrganisationId> versions = new LinkedHashMap<>();

  final StoreFixture.Saved mail1;
  final StoreFixture.Saved mail2;
  final StoreFixture.Saved mail3;
  final Version mail4;
  final Version fork1;
  final StoreFixture.Saved fork2;
  final StoreFixture.Saved shop1;
  final StoreFixture.Saved bank1;
  final StoreFixture.Saved bank2;

  SmallStore(StoreFixture store, Path folders, Seed seed) throws IOException, NameTakenException {
    acme = store.organisation("acme");
    globex = store.organisation("globex");

    Path mail = folders.resolve("mail");
    FolderContent.write(mail, "Default/Cookies", seed.bytes(4_500));
    FolderContent.write(mail, "Default/Preferences", "{}".getBytes(UTF_8));
    var profile = store.profile(acme, "mail");
    mail1 = store.save(acme, profile, mail);
    FolderContent.write(mail, "Default/Preferences", "{\"a\":1}".getBytes(UTF_8));
    mail2 = store.save(acme, profile, mail, mail1);
    FolderContent.write(mail, "Default/Local Storage/1.log", "log".getBytes(UTF_8));
    mail3 = store.save(acme, profile, mail, mail2);
    mail4 = store.rollBack(acme, mail1.version());

    fork1 = store.fork(acme, mail2.version(), "fork");
    FolderContent.write(mail, "Default/Preferences", "{\"fork\":1}".getBytes(UTF_8));
    fork2 = store.save(acme, fork1.profile(), mail, mail3);

    Path shop = folders.resolve("shop");
    FolderContent.write(shop, "Default/History", "history".getBytes(UTF_8));
    shop1 = store.save(acme, store.profile(acme, "shop"), shop);

    Path bank = folders.resolve("bank");
    FolderContent.write(bank, "Default/Cookies", "sid=1".getBytes(UTF_8));
    var others = store.profile(globex, "bank");
    bank1 = store.save(globex, others, bank);
    FolderContent.write(bank, "Default/Cookies", "sid=22".getBytes(UTF_8));
    bank2 = store.save(globex, others, bank, bank1);

    for (StoreFixture.Saved saved : new StoreFixture.Saved[] {mail1, mail2, mail3, fork2, shop1}) {
      versions.put(saved.version(), acme);
    }
    versions.put(mail4, acme);
    versions.put(fork1, acme);
    versions.put(bank1.version(), globex);
    versions.put(bank2.version(), globex);
  }
}
