//! eSIM Go's documented bodies, letter by letter.

/// One status, four causes.
pub(super) const FORBIDDEN: &str = r#"{"message":"Forbidden"}"#;
/// A purchase of a new eSIM.
pub(super) const NEW_ESIM: &str = r#"{"type":"transaction","assign":true,"order":[{"type":"bundle","quantity":1,"item":"esim_1GB_7D_GB_V2","allowReassign":false}]}"#;
/// Data onto an eSIM that exists.
pub(super) const TOP_UP: &str = r#"{"type":"transaction","assign":true,"order":[{"type":"bundle","quantity":1,"item":"esim_1GB_7D_GB_V2","iccids":["8944000000000000019"],"allowReassign":false}]}"#;
/// The answer to a trial.
pub(super) const TRIAL: &str = r#"{"order":[{"type":"bundle","item":"esim_1GB_7D_GB_V2","quantity":1,"subTotal":1.36,"pricePerUnit":1.36,"AllowReassign":false}],"total":1.36,"valid":true,"currency":"USD","createdDate":"2026-03-02T09:15:04.123456789Z","assigned":true}"#;
/// The answer to a purchase, and one order by itself.
pub(super) const ORDER: &str = r#"{"order":[{"esims":[{"iccid":"8944000000000000019","matchingId":"SIM01-AAAAA-BBBBB-00001","smdpAddress":"rsp.example.com"}],"type":"bundle","item":"esim_1GB_7D_GB_V2","iccids":["8944000000000000019"],"quantity":1,"subTotal":1.36,"pricePerUnit":1.36,"AllowReassign":false}],"total":1.36,"currency":"USD","status":"completed","statusMessage":"Order completed: 1 eSIMs assigned","orderReference":"6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11","createdDate":"2026-03-02T09:15:06.987654321Z","assigned":true,"sourceIP":"203.0.113.7","runningBalance":"498.64"}"#;
/// The list of orders.
pub(super) const ORDERS: &str = r#"{"orders":[{"order":[{"type":"bundle","item":"esim_1GB_7D_GB_V2","quantity":1,"subTotal":1.36,"pricePerUnit":1.36,"AllowReassign":false,"iccids":["8944000000000000019"],"esims":[{"iccid":"8944000000000000019","matchingId":"SIM01-AAAAA-BBBBB-00001","smdpAddress":"rsp.example.com"}]}],"total":1.36,"currency":"USD","status":"completed","statusMessage":"Order completed: 1 eSIMs assigned","orderReference":"6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11","createdDate":"2026-03-02T09:15:06.987654321Z","assigned":true,"sourceIP":"203.0.113.7"},{"order":[{"type":"apiTopup","item":"","quantity":1,"subTotal":1000,"pricePerUnit":1000,"invoiceLink":"https://example.com/invoice.pdf"}],"total":1000,"currency":"USD","status":"completed","statusMessage":"Order completed","orderReference":"0a1b2c3d-0000-4000-8000-000000000002","createdDate":"2026-03-01T08:00:00.1Z","assigned":false}],"pageCount":1,"pageSize":10,"rows":2}"#;
/// Install data of an order.
pub(super) const ASSIGNMENTS: &str = r#"[{"iccid":"8944000000000000019","matchingId":"SIM01-AAAAA-BBBBB-00001","smdpAddress":"rsp.example.com","profileStatus":"Released","pin":"0000","puk":"12345678","firstInstalledDateTime":null,"appleInstallUrl":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$SIM01-AAAAA-BBBBB-00001"}]"#;
/// The list of eSIMs.
pub(super) const ESIMS: &str = r#"{"esims":[{"iccid":"8944000000000000019","customerRef":"AG-2026-000123","lastAction":"Bundle Applied","actionDate":"2026-03-02T09:15:07Z","physical":false,"assignedDate":"2026-03-02T09:15:06Z","state":"active"}],"pageCount":1,"pageSize":10,"rows":1}"#;
/// One eSIM.
pub(super) const ESIM: &str = r#"{"iccid":"8944000000000000019","pin":"0000","puk":"12345678","matchingId":"SIM01-AAAAA-BBBBB-00001","smdpAddress":"rsp.example.com","profileStatus":"Installed","firstInstalledDateTime":1772442906000,"customerRef":"AG-2026-000123","appleInstallUrl":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$SIM01-AAAAA-BBBBB-00001","androidInstallUrl":"https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$SIM01-AAAAA-BBBBB-00001","brandingId":"(default)","profileName":"Profile 1","state":"active"}"#;
/// The bundles on an eSIM.
pub(super) const BUNDLES: &str = r#"{"bundles":[{"name":"esim_1GB_7D_GB_V2","description":"eSIM, 1GB, 7 Days, United Kingdom, V2","assignments":[{"id":"215000001","callTypeGroup":"data","initialQuantity":1000000000,"remainingQuantity":640000000,"startTime":"2026-03-03T08:00:00Z","endTime":"2026-03-10T08:00:00Z","assignmentDateTime":"2026-03-02T09:15:07.34523Z","assignmentReference":"6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11-0","bundleState":"active","unlimited":false,"allowances":[{"type":"DATA","service":"STANDARD","description":"Standard Data","initialAmount":1000000000,"remainingAmount":640000000,"unit":"BYTES","unlimited":false}]}]}]}"#;
/// Two bundles of the catalogue.
pub(super) const CATALOGUE: &str = r#"{"bundles":[{"name":"esim_1GB_7D_GB_V2","description":"eSIM, 1GB, 7 Days, United Kingdom, V2","groups":["Standard Fixed"],"countries":[{"name":"United Kingdom","region":"Europe","iso":"GB"}],"dataAmount":1000,"duration":7,"speed":["2G","3G","4G","5G"],"autostart":true,"unlimited":false,"roamingEnabled":[],"price":1.36,"billingType":"FixedCost","allowances":[{"type":"DATA","service":"STANDARD","description":"Standard Data","amount":1000,"unit":"MB","unlimited":false}]},{"name":"esim_UL_1D_TR_V2","description":"eSIM, Unlimited Lite, 1 Day, Turkey, V2","groups":["Standard Unlimited Lite"],"countries":[{"name":"Turkey","region":"Europe","iso":"TR"}],"dataAmount":-1,"duration":1,"speed":["4G"],"autostart":true,"unlimited":true,"roamingEnabled":null,"price":1.9,"billingType":"FixedCost","allowances":[{"type":"DATA","service":"STANDARD","description":"Standard Data","amount":-1,"unit":"MB","unlimited":true}]}],"pageCount":1,"rows":2,"pageSize":50}"#;
/// One bundle by itself.
pub(super) const BUNDLE: &str = r#"{"name":"esim_1GB_7D_GB_V2","description":"eSIM, 1GB, 7 Days, United Kingdom, V2","group":["Standard Fixed"],"countries":[{"country":{"name":"United Kingdom","region":"Europe","iso":"GB"},"networks":[{"name":"Vodafone","brandName":"Vodafone UK","speeds":["4G","5G"]}],"potentialNetworks":[]}],"dataAmount":1000,"duration":7,"speed":{"speeds":["4G","5G"]},"autostart":true,"unlimited":false,"roamingEnabled":null,"price":1.36,"billingType":"FixedCost"}"#;
/// The account.
pub(super) const ORGANISATION: &str = r#"{"organisations":[{"name":"Example Travel (UAT)","apiKey":"***","taxLiable":"Yes","addr1":"1 Main St","addr2":"","city":"Example","country":"GB","postcode":"EX1 1AA","callbackUrl":"","notes":"","groups":["Standard Fixed"],"currency":"USD","balance":498.64,"testCredit":0,"testCreditExpiry":"","businessType":"Travel","website":"https://example.com","productDescription":"","users":[{"firstName":"Ann","lastName":"Lee","role":"Owner","emailAddress":"ann@example.com","phoneNumber":"","timeZone":"UTC"}]}]}"#;
/// Install data as it comes when JSON was not asked for.
pub(super) const CSV: &str = r#""ICCID","Matching ID","RSP URL","Bundle"
"8944000000000000019","SIM01-AAAAA-BBBBB-00001","rsp.example.com","esim_1GB_7D_GB_V2"
"#;
/// Taking a piece from stock onto an eSIM.
pub(super) const APPLY: &str =
    r#"{"name":"esim_1GB_7D_GB_V2","iccid":"8944000000000000019","allowReassign":false}"#;
/// The answer to that.
pub(super) const APPLIED: &str = r#"{"esims":[{"iccid":"8944000000000000019","status":"ACTIVE","bundle":"esim_1GB_7D_GB_V2"}],"applyReference":"7b2e9c10-55aa-4c1d-8e0f-2d3c4b5a6978"}"#;
/// The answer to an order number on an eSIM.
pub(super) const NOTED: &str = r#"{"status":"success"}"#;
/// Where an eSIM is.
pub(super) const LOCATION: &str = r#"{"mobileNetworkCode":"FRAF1","networkName":"Orange","networkBrandName":"Orange France","country":"FR","lastSeen":"2026-03-03T00:25:07.382562Z"}"#;
/// What happened to an eSIM.
pub(super) const HISTORY: &str = r#"{"actions":[{"name":"Bundle Applied","bundleName":"esim_1GB_7D_GB_V2","date":"2026-03-02T09:15:07.618780311Z"},{"name":"eSIM Utilisation Alert","bundleName":"esim_1GB_7D_GB_V2","date":"2026-03-03T10:00:00Z","alertType":"Utilisation"}],"rows":2,"pageCount":1,"pageSize":50}"#;
/// The groups of the account.
pub(super) const GROUPS: &str = r#"{"groups":[{"name":"Standard Fixed","desc":"Fixed data","priceListUrl":"https://example.com/p.csv","icon":"https://example.com/i.png"}]}"#;
/// The bundles in stock.
pub(super) const STOCK: &str = r#"{"bundles":[{"name":"esim_1GB_7D_GB_V2","desc":"eSIM, 1GB, 7 Days, United Kingdom, V2","useDms":false,"available":[{"id":42000001,"total":5,"remaining":3,"expiry":"2027-03-02"}],"countries":["United Kingdom"],"data":1000,"duration":7,"durationUnit":"day","autostart":true,"unlimited":false,"speed":null,"allowances":[{"type":"DATA","service":"Standard","description":"Standard Data","amount":1000,"unit":"MB","unlimited":false}]}]}"#;
/// The networks of a country.
pub(super) const NETWORKS: &str = r#"{"countryNetworks":[{"name":"GB","networks":[{"name":"Vodafone","brandName":"Vodafone UK","mcc":"234","mnc":"15","tagid":"GBRVF","speed":["4G","5G"]}]}]}"#;
