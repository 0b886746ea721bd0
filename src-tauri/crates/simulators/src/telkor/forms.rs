//! How answers are written where the document leaves it open: envelopes, names, words and kinds of values.

/// What a list comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// `{items, total, page, page_size, pages}`, as documented.
    Items,
    /// The same with `data` instead of `items`.
    Data,
    /// The same with `results` instead of `items`.
    Results,
    /// The rows of the page alone.
    Bare,
}

/// What an error comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorForm {
    /// `{"detail": "text"}`; a list of complaints with 422.
    Detail,
    /// `{"detail": {"code", "message"}}`; a list of complaints with 422.
    DetailObject,
    /// `{"success": false, "error": {"code", "message", "details"}}`, as the sibling API has it.
    Sibling,
    /// Plain text.
    Text,
}

/// How a task item names the SIM that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// By ICCID.
    Iccid,
    /// By the SIM's id.
    SimId,
}

/// Kinds and words of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// What a list comes in.
    pub list: ListForm,
    /// What an error comes in.
    pub error: ErrorForm,
    /// `sim_type` of an eSIM.
    pub esim_word: String,
    /// `sim_type` of a card.
    pub physical_word: String,
    /// Whether the `sim_type` filter knows its own two words only, and answers 422 to others; otherwise `esim`
    /// and `physical` are understood in any case.
    pub strict_sim_type: bool,
    /// The profile state comes as `{"state": …}` instead of a string.
    pub esim_state_object: bool,
    /// Compatibility zones come as `{"id", "name"}` instead of strings.
    pub zone_objects: bool,
    /// A failed item's `error` comes as `{"code", "message"}` instead of a string.
    pub item_error_object: bool,
    /// How a task item names its SIM.
    pub reference: Reference,
    /// Status of an item that went well.
    pub success_word: String,
    /// A task that has not begun says 0 items.
    pub counts_late: bool,
    /// Megabytes of a plan are decimal, so that 5000 of them are 4768.371582 MiB. Otherwise the numbers of both
    /// units are the same, as in the documented example.
    pub decimal_megabytes: bool,
    /// Activation codes come without `LPA:`.
    pub bare_codes: bool,
    /// The token answer has `access_token`, `expires_in` and `token_type` only.
    pub short_token_answer: bool,
}

impl Default for Forms {
    fn default() -> Self {
        Self {
            list: ListForm::Items,
            error: ErrorForm::Detail,
            esim_word: "esim".into(),
            physical_word: "physical".into(),
            strict_sim_type: false,
            esim_state_object: false,
            zone_objects: false,
            item_error_object: false,
            reference: Reference::Iccid,
            success_word: "completed".into(),
            counts_late: false,
            decimal_megabytes: false,
            bare_codes: false,
            short_token_answer: false,
        }
    }
}

/// Names of fields that the document describes without naming them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// SIM: number of the subscriber.
    pub msisdn: String,
    /// SIM: identity of the subscriber.
    pub imsi: String,
    /// SIM: identity of the device.
    pub imei: String,
    /// SIM: identity of the eSIM chip.
    pub eid: String,
    /// SIM: state of the eSIM profile.
    pub esim_state: String,
    /// Installation: link for Android.
    pub android_link: String,
    /// Installation: link for iOS.
    pub ios_link: String,
    /// Installation: the QR code's SVG.
    pub qr: String,
    /// Task item: the input.
    pub payload: String,
    /// Task item: the output.
    pub result: String,
    /// Activation: the plan.
    pub plan: String,
    /// Activation: the use of data.
    pub usage: String,
    /// Activation: when it began.
    pub activated_at: String,
    /// Activation: when it ends.
    pub expires_at: String,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            msisdn: "msisdn".into(),
            imsi: "imsi".into(),
            imei: "imei".into(),
            eid: "eid".into(),
            esim_state: "esim_state".into(),
            android_link: "android_deeplink".into(),
            ios_link: "ios_deeplink".into(),
            qr: "qr_svg".into(),
            payload: "payload".into(),
            result: "result".into(),
            plan: "plan".into(),
            usage: "data_usage".into(),
            activated_at: "activated_at".into(),
            expires_at: "expires_at".into(),
        }
    }
}
