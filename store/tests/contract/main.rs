//! What every engine must do, asked of each engine by the same tests.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod canary;
mod erasure;
mod events;
mod export;
mod facts;
mod files;
mod keys;
mod metering;
mod place;
#[cfg(feature = "postgres")]
mod postgres;
mod profiles;
mod proofs;
#[cfg(feature = "postgres")]
mod server;
mod users;

/// Each contract becomes one test for each engine.
macro_rules! contracts {
    ($($module:ident: $($contract:ident),+ $(,)?;)+) => {
        mod sqlite {
            $($(
                #[test]
                fn $contract() {
                    crate::$module::$contract(&crate::place::sqlite());
                }
            )+)+
        }

        #[cfg(feature = "postgres")]
        mod on_postgres {
            $($(
                #[test]
                fn $contract() {
                    if let Some(place) = crate::place::postgres() {
                        crate::$module::$contract(&place);
                    }
                }
            )+)+
        }
    };
}

contracts! {
    events:
        an_event_that_is_written_twice_stands_there_once,
        an_id_that_stands_for_another_event_is_refused,
        a_batch_is_written_whole_or_not_at_all,
        writers_in_several_threads_lose_nothing;
    facts:
        facts_are_those_of_the_time_asked_about,
        of_each_topic_the_latest_word_counts_whatever_the_order,
        folding_from_any_snapshot_is_folding_from_the_start;
    proofs:
        every_event_is_proven_under_every_checkpoint,
        a_revealed_event_is_the_leaf_of_its_proof,
        a_checkpoint_verifies_without_the_ledger;
    erasure:
        nothing_of_an_erased_person_opens_and_every_proof_stays_valid,
        what_is_kept_for_a_purpose_stays_readable_until_it_is_erased_too,
        an_erasure_is_complete_only_with_every_receipt,
        the_rights_engine_says_when_the_stores_of_a_scope_have_all_answered,
        single_items_outlive_an_erasure_under_keys_of_their_own,
        a_receipt_that_its_store_did_not_sign_is_refused,
        an_erased_account_is_suppressed,
        what_comes_after_an_erasure_is_refused;
    export:
        an_export_reads_back_to_what_is_held,
        an_export_to_a_file_replaces_none_and_leaves_no_half;
    keys:
        after_rotation_only_the_new_master_key_is_needed,
        another_master_key_opens_nothing;
    profiles:
        an_expired_field_is_unreadable_at_once_and_gone_at_the_next_sweep,
        what_is_suppressed_is_not_held_again,
        a_field_moves_to_the_day_on_which_it_now_expires;
    users:
        a_user_logs_in_with_address_and_password_alone,
        what_cannot_be_a_user_is_refused,
        one_address_has_one_user,
        failures_in_a_row_must_wait_whether_or_not_there_is_a_user,
        a_verifier_of_another_cost_is_made_anew;
    metering:
        a_batch_is_counted_once_however_often_it_is_sent,
        threads_that_send_the_same_batches_count_each_once,
        a_quota_is_never_passed_however_many_reserve,
        a_statement_adds_up_what_was_counted,
        totals_outlive_the_user_without_the_user,
        what_was_counted_in_memory_is_counted_once_when_it_is_flushed,
        a_counter_goes_on_when_one_of_its_users_is_erased,
        who_is_refused_holds_up_nobody_else,
        a_total_or_quota_that_was_changed_is_noticed;
}

#[cfg(feature = "age")]
mod encrypted {
    #[test]
    fn an_encrypted_export_opens_for_those_it_is_for() {
        crate::export::an_encrypted_export_opens_for_those_it_is_for(&crate::place::sqlite());
    }
}
