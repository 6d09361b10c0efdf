package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.valise.testing.FolderContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The full preset against the names that Chromium 156 makes, and the syntax of rules. */
class PresetTest {

  private static final String KEPT =
      """
      Local State
      Last Version
      First Run
      Variations
      Safe Browsing Cookies
      Default/Preferences
      Default/Secure Preferences
      Default/Cookies
      Default/Network/Cookies
      Default/History
      Default/Favicons
      Default/Top Sites
      Default/Shortcuts
      Default/Bookmarks
      Default/Login Data
      Default/Login Data For Account
      Default/Web Data
      Default/Account Web Data
      Default/Affiliation Database
      Default/Trust Tokens
      Default/Network Action Predictor
      Default/Network Persistent State
      Default/TransportSecurity
      Default/Reporting and NEL
      Default/SCT Auditing Pending Reports
      Default/DIPS
      Default/README
      Default/PreferredApps
      Default/BookmarkMergedSurfaceOrdering
      Default/ServerCertificate
      Default/heavy_ad_intervention_opt_out.db
      Default/Custom Dictionary.txt
      Default/Local Storage/leveldb/000003.log
      Default/Local Storage/leveldb/000005.ldb
      Default/Local Storage/leveldb/CURRENT
      Default/Local Storage/leveldb/MANIFEST-000001
      Default/Session Storage/000003.log
      Default/IndexedDB/https_example.com_0.indexeddb.leveldb/000003.log
      Default/IndexedDB/https_example.com_0.indexeddb.blob/1/00/1
      Default/Service Worker/Database/000003.log
      Default/Service Worker/ScriptCache/2cc80dabc69f58b6_0
      Default/Service Worker/CacheStorage/ac95/c4b9/d8ecefcf8a122c1e_0
      Default/WebStorage/QuotaManager
      Default/WebStorage/1/CacheStorage/index.txt
      Default/File System/Origins/000003.log
      Default/File System/000/t/00/00000001
      Default/File System/000/t/Paths/000003.log
      Default/File System/000/p/00/00000000
      Default/databases/Databases.db
      Default/Sessions/Session_13439726460826930
      Default/Sessions/Tabs_13439726460826930
      Default/Sessions_Encrypted/Session_13439726460827131
      Default/Extensions/abcdefghijklmnopabcdefghijklmnop/1.0_0/manifest.json
      Default/Extension State/000003.log
      Default/Extension Rules/CURRENT
      Default/Local Extension Settings/abcdefghijklmnopabcdefghijklmnop/000003.log
      Default/GCM Store/Encryption/000003.log
      Default/Sync Data/LevelDB/000003.log
      Default/shared_proto_db/metadata/000003.log
      Default/Shared Dictionary/db
      Default/Site Characteristics Database/000003.log
      Default/Cookies-journal
      Default/DIPS-wal
      Profile 1/Cookies
      Profile 12/Local Storage/leveldb/000003.log
      Default/A Store Of The Future/000003.log
      A File Of The Future
      Default/My Cache/of the site
      Default/Cached Theme.pak
      Default/LOGs
      Default/Some.tmpl
      """;

  private static final String DROPPED =
      """
      SingletonLock
      SingletonCookie
      SingletonSocket
      DevToolsActivePort
      lockfile
      Local State.tmp
      Default/Preferences.tmp
      Default/some.CHROME_DELETE
      .org.chromium.Chromium.AbCdEf
      Default/.org.chromium.Chromium.AbCdEf
      Default/LOCK
      Default/LOG
      Default/LOG.old
      Profile 1/LOCK
      Default/Local Storage/leveldb/LOCK
      Default/Local Storage/leveldb/LOG
      Default/Local Storage/leveldb/LOG.old
      Default/Cookies-shm
      Crashpad/reports/4711.dmp
      Crashpad/settings.dat
      Crash Reports/x
      BrowserMetrics-spare.pma
      BrowserMetrics/BrowserMetrics-1.pma
      CrashpadMetrics-active.pma
      Stability/1.pma
      Snapshots/155.0.1/Default/Preferences
      component_crx_cache/metadata.json
      extensions_crx_cache/metadata.json
      WidevineCdm/4.10/manifest.json
      optimization_guide_model_store/13/model.tflite
      OptimizationGuideModelsManifest/manifest.json
      OnDeviceHeadSuggestModel/x
      CertificateRevocation/1/crl-set
      Subresource Filter/Unindexed Rules/1/x
      SafetyTips/x
      PKIMetadata/x
      TrustTokenKeyCommitments/x
      FirstPartySetsPreloaded/x
      MEIPreload/x
      ZxcvbnData/x
      hyphen-data/x
      Safe Browsing/UrlSoceng.store
      segmentation_platform/ukm_db
      segmentation_platform/ukm_db-wal
      GrShaderCache/data_0
      GraphiteDawnCache/data_0
      ShaderCache/data_0
      GPUPersistentCache/GPUCache/DOZVSIMZACCOVWO46PWMD5Q2373E2IP3/cache.db
      Default/Cache/Cache_Data/01c8544d50eecafe_0
      Default/Cache/No_Vary_Search/journal.baj
      Default/Code Cache/js/index-dir/the-real-index
      Default/Media Cache/x
      Default/GPUCache/data_1
      Default/DawnCache/data_0
      Default/DawnWebGPUCache/data_0
      Default/DawnGraphiteCache/data_0
      Default/Shared Dictionary/cache/index
      Default/blob_storage/bcdae1bd-aa21-48bd-b3e6-0e9a219afd35/0
      Profile 12/Cache/Cache_Data/data_0
      """;

  @Test
  void stateIsKeptAndCachesAreDropped(@TempDir Path folder) throws IOException {
    for (String path : (KEPT + DROPPED).lines().toList()) {
      FolderContent.write(folder, path, new byte[] {1});
    }
    FolderScan scan = FolderScan.of(folder, Preset.full());
    assertThat(scan.files())
        .extracting(FolderScan.FoundFile::path)
        .containsExactlyInAnyOrderElementsOf(KEPT.lines().toList());
    assertThat(scan.leftOut().files()).isEqualTo((int) DROPPED.lines().count());
  }

  @Test
  void emptyJournalsAreDroppedAndOtherEmptyFilesKept(@TempDir Path folder) throws IOException {
    for (String path : List.of("First Run", "Default/Cookies-journal", "Default/DIPS-wal")) {
      FolderContent.write(folder, path, new byte[0]);
    }
    assertThat(FolderScan.of(folder, Preset.full()).files())
        .extracting(FolderScan.FoundFile::path)
        .containsExactly("First Run");
  }

  @Test
  void everythingIsAllButWhatABrowserThatRunsLeavesForOthers(@TempDir Path folder)
      throws IOException {
    List<String> running =
        List.of(
            "SingletonLock",
            "SingletonCookie",
            "SingletonSocket",
            "DevToolsActivePort",
            "lockfile");
    List<String> all = (KEPT + DROPPED).lines().toList();
    for (String path : all) {
      FolderContent.write(folder, path, new byte[0]);
    }
    assertThat(FolderScan.of(folder, Preset.everything()).files())
        .extracting(FolderScan.FoundFile::path)
        .containsExactlyInAnyOrderElementsOf(
            all.stream().filter(path -> !running.contains(path)).toList());
  }

  @Test
  void rulesFitFilesOrFoldersByTheirPath() {
    Preset preset =
        Preset.parse(
            """
            # a comment

            drop *.log
            drop **/deep.txt
            drop-empty {profile}/x
            drop folder*/
            """);
    assertThat(preset.keepsFile("a.log", 1)).isFalse();
    assertThat(preset.keepsFile("sub/a.log", 1)).as("* stops at a slash").isTrue();
    assertThat(preset.keepsFile("a/b/deep.txt", 1)).isFalse();
    assertThat(preset.keepsFile("deep.txt", 1)).as("** is followed by a slash").isTrue();
    assertThat(preset.keepsFile("Default/x", 0)).isFalse();
    assertThat(preset.keepsFile("Default/x", 1)).isTrue();
    assertThat(preset.keepsFile("Profile 1/x", 0)).isFalse();
    assertThat(preset.keepsFile("Profile/x", 0)).isTrue();
    assertThat(preset.keepsFile("Profile 1/sub/x", 0)).isTrue();
    assertThat(preset.entersFolder("folder1")).isFalse();
    assertThat(preset.entersFolder("sub/folder1")).isTrue();
    assertThat(preset.keepsFile("folder1", 1)).as("a file is no folder").isTrue();
  }

  @Test
  void whatLooksLikeAPatternOfAnotherKindIsTakenLiterally() {
    Preset preset = Preset.parse("drop a.b+[c]?(d)$\\E");
    assertThat(preset.keepsFile("a.b+[c]?(d)$\\E", 1)).isFalse();
    assertThat(preset.keepsFile("axbbc", 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep x", "drop", "drop ", "dropx", "x", "DROP x", "drop-empty"})
  void aLineThatIsNoRuleIsRefused(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preset.parse(line))
        .withMessageContaining(line.strip());
  }
}
