//! What is handed to a customer: QR pictures, and their proof.
