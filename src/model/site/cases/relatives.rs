//! Parents and children, and siblings that look at each other.

use super::Cases;
use crate::model::site::rows::CaseNo;

impl Cases {
    /// A parent has a child. If children of its type look at each other it becomes the youngest, and the one before,
    /// which is returned, its elder.
    pub fn add_child(&mut self, parent: CaseNo, child: CaseNo, with_siblings: bool) -> Option<CaseNo> {
        self.rows[child].parent = Some(parent);
        self.rows[parent].children += 1;
        if !with_siblings {
            return None;
        }
        let case_type = self.rows[child].case_type;
        let elder = self.youngest_child(parent, case_type);
        let newest = &mut self.rows[parent].newest;
        newest.retain(|(of, _)| *of != case_type);
        newest.push((case_type, child));
        if let Some(elder) = elder {
            self.rows[elder].younger = Some(child);
            self.rows[child].elder = Some(elder);
        }
        elder
    }

    /// The last-born child of a type that has siblings to look at: those stay until the next is born.
    fn youngest_child(&self, parent: CaseNo, case_type: u16) -> Option<CaseNo> {
        self.rows[parent].newest.iter().find(|(of, _)| *of == case_type).map(|(_, child)| *child)
    }

    /// A case that is about to close is no sibling any more.
    pub fn leave_siblings(&mut self, case: CaseNo) {
        if let Some(elder) = self.rows[case].elder {
            self.rows[elder].younger = None;
            self.rows[elder].younger_closed = true;
        }
        if let Some(younger) = self.rows[case].younger {
            self.rows[younger].elder = None;
        }
    }

    /// A child has closed.
    pub fn remove_child(&mut self, parent: CaseNo, child: CaseNo) {
        let row = &mut self.rows[parent];
        row.children -= 1;
        row.newest.retain(|(_, other)| *other != child);
    }
}
